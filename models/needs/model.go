package needs

import "errors"

// Errors of a fit.
var (
	// ErrSingular: the equations have no stable solution; norms or minutes are many orders of magnitude apart.
	ErrSingular = errors.New("needs: the equations are singular; look for norms or minutes that are out of all proportion")
	// ErrNotConverged: the active set did not settle.
	ErrNotConverged = errors.New("needs: the bounded least squares did not settle; look for norms or minutes that are out of all proportion")
)

// Cell is one category at one limitation.
type Cell struct {
	Norm      float64 // minutes/week by the norm
	Minutes   float64 // minutes/week in practice, at average officer and area
	Low, High float64 // interval of Minutes; the norm's spread around practice is in it
	Clients   int     // distinct clients with the need at this limitation: the support
}

// Factor is a multiplier with its interval.
type Factor struct {
	Value, Low, High float64
	Clients          int // distinct clients behind it
}

// Status says how a fit ended.
type Status struct {
	Converged  bool
	Iterations int
	Change     float64 // largest change of a row's mean in the last iteration, share of the mean row
}

// Model is what is granted or performed for needs in practice. It holds no rows.
type Model struct {
	Categories    []Category
	Circumstances []Circumstance
	Cells         [][Degrees]Cell // by category and limitation
	Multipliers   []Factor        // by circumstance
	Officers      []Factor        // drawn towards 1
	Areas         []Factor        // drawn towards 1
	OfficerSD     float64         // standard deviation of the logarithm of officers' factors
	AreaSD        float64
	Level         Factor  // practice over norm, all cells together
	Spread        float64 // τ: relative standard deviation of a cell's minutes around level times norm
	Within        float64 // correlation of those deviations within a category
	Small         float64 // μ₀ of the variance function, minutes/week
	Dispersion    float64 // φ of the variance function: squared relative error of large means
	Correlation   float64 // ρ of the relative errors of a client's rows
	Information   float64 // k: what a unit of weighted squared error is worth, after repeated rows of clients
	Clients       int
	Rows          int
	Status        Status
	Shares        []DegreeShares // by category: what an unknown limitation counts as
}
