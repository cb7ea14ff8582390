package courses

// care is nurse (0), rehabilitation (1) or delegated (2): given in some months
// and not in others, so that it is simulated as on or off and, when on, as
// hours.
const numCares = 3

const (
	numShares = 4
	numSpells = 8
	noScore   = float32(99) // the person never had the care: a first score is drawn

	// Cells of on and off: health care (off, just begun, on for longer) × spell ×
	// whether other care was on, × group
	// of states, × share, × time since first seen.
	spellCells = 3 * numSpells * 2
	careCells  = spellCells * numGroups * numShares * numTimes
)

// spell is what the next month of a care or a flag depends on besides the state:
// whether it is on, for how long it has been so, and how often before.
type spell struct {
	on     bool
	months uint8   // on or off, this month included, up to maxSpell; 0 = never on since the course began
	share  float32 // moving average of on
}

// maxSpell is where the months of a spell stop counting; a longer spell is as
// long as the longest told apart.
const maxSpell = 10

// startSpell is the first month of a course; what was before is not known for a
// course that began before the records.
func startSpell(on, unknown bool) spell {
	switch {
	case on && unknown:
		return spell{on: true, months: 4, share: 1}
	case on:
		return spell{on: true, months: 1, share: 1}
	case unknown:
		return spell{months: maxSpell}
	}
	return spell{}
}

func (p *spell) move(on bool) {
	switch {
	case on != p.on:
		p.on, p.months = on, 1
	case p.months > 0:
		p.months = min(p.months+1, maxSpell)
	}
	p.share -= shareGain * p.share
	if on {
		p.share += shareGain
	}
}

// band: off and never on, off for 10 months or more, 4-9, 2-3, 1; on for 1, 2-3,
// 4 or more. An episode of rehabilitation has gaps of a month or two, and once it
// is over another is rare.
func (p *spell) band() int {
	switch {
	case p.on && p.months == 1:
		return 5
	case p.on && p.months <= 3:
		return 6
	case p.on:
		return 7
	case p.months == 0:
		return 0
	case p.months >= maxSpell:
		return 1
	case p.months >= 4:
		return 2
	case p.months >= 2:
		return 3
	}
	return 4
}

// isOn tells whether a band of spells is on.
func isOn(band int) bool { return band >= 5 }

// careMemory is a spell of care with the level of its hours.
type careMemory struct {
	spell
	score float32 // normal score of the hours when last on
}

// shareBand: below 0.1, 0.1-0.4, 0.4-0.75, 0.75 and more. Chosen so that each
// holds a good part of the months of persons with care now and then.
func shareBand(share float32) int {
	switch {
	case share < 0.1:
		return 0
	case share < 0.4:
		return 1
	case share < 0.75:
		return 2
	}
	return 3
}

// careCell depends on the new month's state and health care, and on whether
// another care was on the month before: where none was, health care goes on
// because this one does. hadHSL tells whether there was health care the month
// before: what has just begun begins with some care.
func careCell(care *[numCares]careMemory, r int, next uint8, hadHSL, hsl bool, time uint8) int {
	m := &care[r]
	c := m.band()
	switch {
	case hsl && hadHSL:
		c += 2 * numSpells
	case hsl:
		c += numSpells
	}
	c *= 2
	for other := range care {
		if other != r && care[other].on {
			c++
			break
		}
	}
	return ((c*numGroups+group(next))*numShares+shareBand(m.share))*numTimes + int(time)
}

// episodes are the counts of on and off for one care, and its hours.
type episodes struct {
	*onOff
	hours       [numGroups]histogram
	scales      [numGroups]scale
	pairs       moments
	persistence autoregression
}

func newEpisodes() *episodes {
	return &episodes{onOff: newOnOff(func(c int) bool { return isOn(c / 2 % numSpells) }, spellCells, numGroups, numShares)}
}

func (e *episodes) learn() {
	e.onOff.learn()
	e.persistence = e.pairs.fit(0.9)
}

// learnHours makes the scales; a group with fewer than 30 months of care, too
// few for 65 quantiles to mean anything, takes that of all groups.
func (e *episodes) learnHours() {
	var all histogram
	for g := range e.hours {
		all.merge(&e.hours[g])
	}
	for g := range e.hours {
		if e.hours[g].total < 30 {
			e.scales[g] = all.scale()
		} else {
			e.scales[g] = e.hours[g].scale()
		}
	}
}

// next moves the score: on from the month before, kept through months without
// care, drawn when there never was any.
func (m *careMemory) next(a autoregression, z float32) {
	switch {
	case m.score == noScore:
		m.score = z
	case m.on:
		m.score = a.next(m.score, 0, z)
	}
}

// Flags that a course carries: municipal health care and short-term stay. They
// go on and off as episodes do and have no hours.
const (
	flagHSL = iota
	flagShort
	numFlagKinds
)

// cause is what a flag may come with: health care with the care of the month
// before, a short-term stay with a change of state.
func cause(flag int, care *[numCares]careMemory, from, to uint8) int {
	switch {
	case flag == flagHSL:
		return reason(care)
	case from != to:
		return 1
	}
	return 0
}

// flagCells are those of a flag: spell, group, cause, share, time since first seen.
const flagCells = numSpells * numGroups * numReasons * numShares * numTimes

// flagCell is the cell of a flag in a month that leads to state next.
func (p *spell) flagCell(cause int, next, time uint8) int {
	return (((p.band()*numGroups+group(next))*numReasons+cause)*numShares+shareBand(p.share))*numTimes + int(time)
}

func newFlag() *onOff { return newOnOff(isOn, numSpells, numGroups, numReasons, numShares) }
