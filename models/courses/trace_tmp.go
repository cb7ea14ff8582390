package courses

var Trace func(h int, from, to uint8, mem *memory)
