package courses

// profile is what a person's hazards depend on besides the memory.
type profile struct {
	age   int // years
	sex   Sex
	flags uint8 // care in the month × short-term stay × municipal health care
	time  uint8 // band of months since first seen
	area  uint16
}

// numReasons is the number of cares that health care can hang on.
const numReasons = 4

// reason is the care of a month: none, nothing but rehabilitation, nurse,
// delegated. Health care that is nothing but rehabilitation ends with it.
func reason(care *[numCares]careMemory) int {
	switch {
	case care[2].on:
		return 3
	case care[0].on:
		return 2
	case care[1].on:
		return 1
	}
	return 0
}

// flagLevel joins the flags and the care of a month.
func flagLevel(flags *[numFlagKinds]spell, care *[numCares]careMemory) uint8 {
	level := reason(care) << numFlagKinds
	for k := range flags {
		if flags[k].on {
			level |= 1 << k
		}
	}
	return uint8(level)
}

const (
	numAges   = 5
	numSexes  = 3
	numFlags  = numReasons << numFlagKinds
	numTimes  = 6
	unknownAt = numTimes - 1 // seen since the records began
)

// The factors of a profile. Each multiplies the hazards of a group of states.
const (
	factorAge   = iota // age band × sex
	factorFlags        // care, health care, short-term stay
	factorTime         // months since first seen
	factorArea
	numFactors
)

// levels are the number of levels of each factor.
func factorLevels(areas int) [numFactors]int {
	return [numFactors]int{numAges * numSexes, numFlags, numTimes, areas}
}

// level is the profile's level of each factor.
func (p *profile) level() [numFactors]int {
	return [numFactors]int{ageBand(p.age)*numSexes + int(p.sex), int(p.flags), int(p.time), int(p.area)}
}

// ageBand: below 75, 75-79, 80-84, 85-89, 90 or more (years).
func ageBand(age int) int {
	switch {
	case age < 75:
		return 0
	case age >= 90:
		return numAges - 1
	}
	return 1 + (age-75)/5
}

// longCourse is where a course counts as long (months): in the made-up
// municipality of the loader, rehabilitation begins more often in the first two
// years than later.
const longCourse = 24

// timeBand parts the months since a person was first seen: 1, 2-3, 4-12, 13-24,
// more; not known.
func timeBand(months uint8, unknown bool) uint8 {
	switch {
	case months > longCourse:
		return 4
	case unknown:
		return unknownAt
	case months <= 1:
		return 0
	case months <= 3:
		return 1
	case months <= 12:
		return 2
	}
	return 3
}

// The classes of what happens to a person in a month: nothing, a higher or
// lower band, near or far (health care only lies below home care), no service,
// special housing, death, leaving.
const (
	classSame = iota
	classUp
	classUpFar
	classDown
	classDownFar
	classNone
	classSpecial
	classDead
	classLeft
	numClasses
)

// classOf is the class of a step between two states.
func classOf(from, to uint8) uint8 {
	switch {
	case to == from:
		return classSame
	case to == stDead:
		return classDead
	case to == stLeft:
		return classLeft
	case to == stSpecial:
		return classSpecial
	case to == stNone:
		return classNone
	case scaleOf(to) > scaleOf(from):
		if isFar(from, to) {
			return classUpFar
		}
		return classUp
	}
	if isFar(to, from) {
		return classDownFar
	}
	return classDown
}

// isFar tells whether a step up or down is more than one band, or between no home
// care and 25 hours or more: the long served seldom take such steps.
func isFar(low, high uint8) bool {
	if isHome(low) {
		return high >= low+2
	}
	return high >= stHome3
}

// scaleOf orders the living states by need.
func scaleOf(state uint8) int {
	switch state {
	case stNone:
		return 0
	case stHSL:
		return 1
	}
	return 2 + int(state)
}
