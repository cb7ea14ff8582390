// Package life simulates the persons of a made-up municipality month by month: function, cognition, household, health care, needs, decisions
// and preventive interventions. It knows nothing of files.
//
// # Latent state
//
// Physical frailty F = Base + Acute - Gain, cut to 0-6. About 1 means that household work needs help, 2 some bathing, 3 dressing and transfer,
// 4 and more most of the day. Monthly, with z standard normal and d an own speed (exponential over persons):
//
//	Base'  = Base + d e^(.02 (age-83)) pace(F) + .055 z + kept part of a jump
//	Acute' = .78 Acute + passing part of a jump
//	Gain'  = .975 Gain + what a course of prevention wins this month
//
// pace is higher for the little frail, and in the first year known to care, because people apply when they are losing function. Jumps (falls,
// illnesses, strokes) come at the rate .024 e^(.25 (F-1.5) + .02 (age-83)) a month, with exponential sizes, of which a third stays; most bring
// a stay in hospital.
//
// Cognitive decline C is 0 until dementia sets in, at .024 e^(.13 (age-80)) a year, and then grows at an own speed, .06 a month on average.
// At 1 it begins to be recognised. The planted lead: from C = .3, about a year before recognition, it shows in limitations of d1-d3 and d230,
// missed visits (not at home), alarms and help with medication.
//
// # Needs and decisions
//
// Each of 30 ICF categories has a limitation slope (f F + c C + s S - threshold), cut to 0-4, and norm minutes a month for each step. An officer
// sees F and C with error, rounds, and grants the norm's hours times the habits of area and officer, less service for those who live with a
// partner. A changed need is reassessed with a lag; follow-ups come about twice a year and mostly renew what was. Special housing, short-term
// stays, meals, alarms and day care follow from the same state.
//
// # Death
//
// Yearly rate = SCB's table (sex, age) times a relative risk of frailty around the age's own frailty; see mortality.go. Persons who are not in
// care exist only as a part of the population; they die at what remains of the table.
//
// # Prevention
//
// Nine kinds of interventions begin at a peak of need (Acute), which gives regression to the mean, at rates that differ by kind and area. What
// they win is planted: rehabilitation about a quarter of the hours for those physically frail with a recent decline and clear mind, about
// nothing for others; exercise on prescription, medication review, self-care and social activity change no hours.
//
// # Shocks
//
// A practice break, an epidemic and a new area can be planted (Shocks). They multiply rates and hours, or give people another area, and draw no
// random numbers of their own, so that lives with and without differ by the shock only.
//
// # Random numbers
//
// Each person, month and part of the model has its own PCG stream, set from the seed and the person's key. So persons do not disturb each other,
// the order of work does not matter, and two courses of the same person differ only by what was done to her (common random numbers), which is
// how an intervention's true effect is worked out. Constants without a source are chosen, and say for what; see package calibrate for the
// published numbers they are judged by.
package life
