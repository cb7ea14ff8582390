package load

// doneMarker is the ending of an empty file that says its neighbour is whole.
const doneMarker = ".done"
