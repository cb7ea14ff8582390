package life

// Content is what kind of help a category's minutes become.
type Content uint8

// The contents of home care.
const (
	NoHelp Content = iota
	ServiceHelp
	PersonalCare
	NightCare
	EscortHelp
	nContents
)

// NCategories is the number of ICF categories that are assessed.
const NCategories = 30

// Category is one ICF category of IBIC with the planted link from the latent state to its limitation, and its planted norm.
//
//	limitation* = slope (f F + c C + s S - threshold), cut to 0-4
//
// with F physical frailty, C cognitive decline and S loneliness. Categories of high threshold are lost last (Zingmark and Norström 2021,
// table 1: alarm and household first, then bathing, then dressing, transfer and meals).
type Category struct {
	Code      string
	Area      string
	f, c, s   float64
	threshold float64
	slope     float64
	// Content is what the minutes are granted as.
	Content Content
	// Minutes are granted per month at limitation 0-4; chosen so that granted hours follow the Helsingborg-like mixture of three
	// lognormal components (mean 21 h, median 9 h, 6 % above 80 h).
	Minutes [5]float64
}

// Categories returns the categories in the order in which an assessment goes through them.
func Categories() [NCategories]Category {
	return [NCategories]Category{
		{"d160", "d1", .05, 1.4, 0, .45, 1.3, NoHelp, [5]float64{}},
		{"d175", "d1", .10, 1.5, 0, .45, 1.2, NoHelp, [5]float64{}},
		{"d177", "d1", .05, 1.3, 0, .55, 1.2, NoHelp, [5]float64{}},
		{"d230", "d2", .25, 1.2, 0, 1.43, 1.23, PersonalCare, [5]float64{0, 21, 88, 415, 760}},
		{"d330", "d3", .10, .7, 0, .8, 1.1, NoHelp, [5]float64{}},
		{"d350", "d3", .05, 1.1, .1, .6, 1.1, NoHelp, [5]float64{}},
		{"d360", "d3", .15, 1.2, 0, .6, 1.1, NoHelp, [5]float64{}},
		{"d410", "d4", .9, .1, 0, 2.13, 1.34, PersonalCare, [5]float64{0, 15, 110, 675, 1235}},
		{"d420", "d4", .9, .1, 0, 2.53, 1.34, PersonalCare, [5]float64{0, 0, 88, 675, 1320}},
		{"d450", "d4", 1, .1, 0, .7, 1.1, NoHelp, [5]float64{}},
		{"d460", "d4", .9, .4, 0, 1.0, 1.1, EscortHelp, [5]float64{0, 0, 26, 67, 82}},
		{"d470", "d4", .8, .4, 0, .8, 1.1, NoHelp, [5]float64{}},
		{"d510", "d5", .9, .35, 0, 1.73, 1.34, PersonalCare, [5]float64{0, 62, 180, 715, 1140}},
		{"d520", "d5", .9, .35, 0, 1.93, 1.34, PersonalCare, [5]float64{0, 15, 98, 415, 670}},
		{"d530", "d5", .95, .35, 0, 2.53, 1.34, PersonalCare, [5]float64{0, 36, 215, 1260, 2470}},
		{"d540", "d5", .95, .35, 0, 2.13, 1.34, PersonalCare, [5]float64{0, 36, 190, 750, 1235}},
		{"d550", "d5", .8, .4, 0, 2.93, 1.34, PersonalCare, [5]float64{0, 21, 165, 1010, 1890}},
		{"d560", "d5", .8, .4, 0, 3.13, 1.34, PersonalCare, [5]float64{0, 0, 52, 205, 380}},
		{"d570", "d5", .5, 1.0, 0, 1.43, 1.23, PersonalCare, [5]float64{0, 15, 57, 240, 380}},
		{"d598A", "d5", .5, .9, 0, 2.13, 1.34, NightCare, [5]float64{0, 0, 82, 310, 520}},
		{"d620", "d6", .9, .4, 0, .25, 1.1, ServiceHelp, [5]float64{0, 30, 72, 130, 155}},
		{"d630", "d6", .8, .5, 0, 1.2, 1.1, ServiceHelp, [5]float64{0, 21, 81, 310, 490}},
		{"d640", "d6", .9, .4, 0, .6, 1.1, ServiceHelp, [5]float64{0, 13, 21, 42, 68}},
		{"d6400", "d6", .9, .3, 0, .25, 1.1, ServiceHelp, [5]float64{0, 26, 47, 81, 89}},
		{"d6402", "d6", .95, .25, 0, .05, 1.2, ServiceHelp, [5]float64{0, 42, 64, 98, 110}},
		{"d750", "d7", .1, .2, .9, .9, 1.0, NoHelp, [5]float64{}},
		{"d760", "d7", .1, .3, .7, .9, 1.0, NoHelp, [5]float64{}},
		{"d860", "d8", .2, 1.3, 0, .8, 1.1, NoHelp, [5]float64{}},
		{"d920", "d9", .4, .2, .7, .9, 1.0, EscortHelp, [5]float64{0, 0, 15, 52, 82}},
		{"b1528A", "b1", .3, .4, .6, .7, 1.0, NoHelp, [5]float64{}},
	}
}

// Hours of help a month, by content.
type Hours [nContents]float64

// Total adds up the contents.
func (h *Hours) Total() float64 {
	return h[ServiceHelp] + h[PersonalCare] + h[NightCare] + h[EscortHelp]
}

// trueLimitation is the limitation before it is rounded to a step of the scale.
func (c *Category) trueLimitation(f, cog, social float64) float64 {
	return min(max(c.slope*(c.f*f+c.c*cog+c.s*social-c.threshold), 0), 4)
}

// norm returns the planted minutes at a limitation between the steps.
func (c *Category) norm(limitation float64) float64 {
	i := min(int(limitation), 3)
	w := limitation - float64(i)
	return c.Minutes[i]*(1-w) + c.Minutes[i+1]*w
}

// TrueNeed returns the hours that the planted norms give for a latent state, after the household rule: those who live with a partner get
// no service but the same personal care.
func (m *Model) TrueNeed(f, cog, social float64, single bool) Hours {
	var h Hours
	for i := range m.helpful {
		c := &m.helpful[i]
		if c.Content == ServiceHelp && !single {
			continue
		}
		h[c.Content] += c.norm(c.trueLimitation(f, cog, social)) / 60
	}
	return h
}

// Need returns the hours a person truly needs now.
func (m *Model) Need(p *Person) Hours {
	return m.TrueNeed(p.Frailty(), p.helpCognition(), float64(p.Social), p.Single)
}
