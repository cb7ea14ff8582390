package plugin

// selectionRoutes are those of the page Urval: whom to meet, counted, listed, saved and
// compared.
func (i *Instance) selectionRoutes(handle func(pattern string, answer func(call) (any, error))) {
	handle("GET /selections", i.listSelections)
	handle("POST /selections", i.saveSelectionRoute)
	handle("POST /selections/summary", i.selectionSummary)
	handle("POST /selections/clients", i.selectionClients)
	handle("POST /selections/compare", i.compareSelections)
	handle("GET /selections/{id}", i.showSelection)
	handle("GET /selections/{id}/changes", i.selectionChanges)
}
