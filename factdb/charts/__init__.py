"""Charts of a series: in the terminal, as SVG, as a picture and as a page of its own."""
