package dashboards

import (
	"slices"
	"testing"

	sqlfs "github.com/framsyn/framsyn/sql"
	"github.com/framsyn/framsyn/sql/access"
)

// What a dashboard asks, the database lets those read whom it is for: an aggregate
// as it is, or released of its small cells.
func TestTheDatabaseLetsTheAudienceRead(t *testing.T) {
	description, err := access.ReadDescription(sqlfs.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	objects, err := sqlfs.Objects()
	if err != nil {
		t.Fatal(err)
	}
	classes := map[string]sqlfs.Access{}
	for _, object := range objects {
		classes[object.Database+"."+object.Name] = object.Header.Access.Class
	}
	known := catalogue(t)
	for _, d := range all(t) {
		for _, role := range Audience()[d.File] {
			reads := description.Roles[string(role)].Reads
			for _, p := range d.Panels {
				for _, target := range p.Targets {
					query, _ := known.Get(target.Name)
					for _, name := range query.Reads {
						class := classes[name]
						if !slices.Contains(reads, class) && (class != sqlfs.Aggregate || !slices.Contains(reads, sqlfs.Released)) {
							t.Errorf("%s, %s: %s reads %s (%s), which %s may not", d.File, p.Title, query.Name, name, class, role)
						}
					}
				}
			}
		}
	}
}
