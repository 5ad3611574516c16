"""Writers that turn a gold report (its rows, in order) into a file as people meet it."""
