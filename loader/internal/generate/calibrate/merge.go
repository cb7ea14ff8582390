package calibrate

import "github.com/framsyn/framsyn/loader/internal/generate/life"

// Finds are some persons like a case: those whose keys, scrambled, are the least, which is a fair choice that needs no memory of the others.
type Finds [12]uint64

// add keeps a key, in the order of scrambled keys, when it is among the least; 0 is no key.
func (f *Finds) add(key uint64) {
	for i, k := range f {
		switch {
		case key == 0 || k == key:
			return
		case k == 0:
			f[i] = key
			return
		case life.Mix(key) < life.Mix(k):
			f[i], key = key, k
		}
	}
}

// Add adds another tally to t, whose order of calls must be fixed.
func (t *Tally) Add(o *Tally) {
	for _, v := range [...][2]*int{
		{&t.Months, &o.Months},
		{&t.Decisions, &o.Decisions},
		{&t.PersonYear, &o.PersonYear},
		{&t.PointYear, &o.PointYear},
		{&t.ToHousing, &o.ToHousing},
		{&t.Stays, &o.Stays},
		{&t.Patients, &o.Patients},
		{&t.KVA, &o.KVA},
		{&t.Assess, &o.Assess},
		{&t.Treat, &o.Treat},
		{&t.Limitations, &o.Limitations},
		{&t.Goals, &o.Goals},
		{&t.DoubleAt, &o.DoubleAt},
		{&t.Doubled, &o.Doubled},
		{&t.Reserve, &o.Reserve},
		{&t.Coordination, &o.Coordination},
		{&t.Over99, &o.Over99},
		{&t.Protected, &o.Protected},
		{&t.Visit.Visits, &o.Visit.Visits},
		{&t.Visit.KVA, &o.Visit.KVA},
	} {
		*v[0] += *v[1]
	}
	addAll(t.Place[:], o.Place[:])
	addAll(t.Deaths[:], o.Deaths[:])
	addAll(t.First[:], o.First[:])
	addAll(t.Cases[:], o.Cases[:])
	for s := range t.AgeMonths {
		addAll(t.AgeMonths[s][:], o.AgeMonths[s][:])
		addAll(t.AgeDeaths[s][:], o.AgeDeaths[s][:])
	}
	for c := range t.After {
		addAll(t.After[c][:], o.After[c][:])
		addAll(t.Later[c][:], o.Later[c][:])
	}
	for i := range t.Visit.GrantedMin {
		t.Visit.GrantedMin[i] += o.Visit.GrantedMin[i]
		t.Visit.PerformedMin[i] += o.Visit.PerformedMin[i]
	}
	for c := range o.Found {
		for _, key := range o.Found[c] {
			t.Found[c].add(key)
		}
	}
	t.Snapshot.add(&o.Snapshot)
}

func (s *Snapshot) add(o *Snapshot) {
	for _, v := range [...][2]*int{
		{&s.WithHours, &o.WithHours},
		{&s.Service, &o.Service},
		{&s.Personal, &o.Personal},
		{&s.Meals, &o.Meals},
		{&s.Alarms, &o.Alarms},
		{&s.SingleHome, &o.SingleHome},
		{&s.KnownHome, &o.KnownHome},
		{&s.DemHome, &o.DemHome},
		{&s.DayCare, &o.DayCare},
		{&s.Patients, &o.Patients},
		{&s.PatientsHomeCare, &o.PatientsHomeCare},
	} {
		*v[0] += *v[1]
	}
	addAll(s.Place[:], o.Place[:])
	addAll(s.Hours[:], o.Hours[:])
	for p := range s.AgeSex {
		for x := range s.AgeSex[p] {
			addAll(s.AgeSex[p][x][:], o.AgeSex[p][x][:])
		}
	}
	s.SumHours += o.SumHours
	addAll(s.AreaHours[:], o.AreaHours[:])
}

func addAll[T int | float64](a, b []T) {
	for i := range a {
		a[i] += b[i]
	}
}
