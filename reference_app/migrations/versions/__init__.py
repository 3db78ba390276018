"""One file per version, each frozen when its release is out: the next is a file of its own."""
