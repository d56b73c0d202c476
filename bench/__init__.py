"""How fast it is, measured: `make bench`. One file for each figure; all compare with something in the same run.

Figures are ratios first. What a machine does in a second says little about the next machine; how it compares, on the same two
cores and in the same minute, with the disk alone or with the simplest way to build the same thing, says more. The server runs as
people run it, in a process and on a core of its own; those who come to it sit on the other cores, over real sockets on loopback.
"""
