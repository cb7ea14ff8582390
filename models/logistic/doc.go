// Package logistic answers: how probable is an event within a given time for a
// person with these measurements, and which measurements make it so?
//
// # Model
//
//	logit P(yᵢ = 1 | xᵢ) = ηᵢ = α + Σⱼ βⱼ zᵢⱼ        zᵢⱼ = (xᵢⱼ − mⱼ) / sⱼ
//
// where yᵢ is the outcome of row i (0 or 1; one row is one person at one
// landmark month), xᵢⱼ the value of feature j in its own unit, mⱼ and sⱼ the
// weighted mean and standard deviation of feature j over the training rows, α
// the log-odds of a row with average features, and βⱼ the change in log-odds
// per standard deviation. On the original scale the coefficient is βⱼ/sⱼ
// (log-odds per unit of xⱼ) and the intercept α − Σⱼ βⱼ mⱼ/sⱼ.
//
// # Estimator
//
// The penalised mean log loss is minimised:
//
//	F(α, β) = 1/W Σᵢ wᵢ [log(1 + e^ηᵢ) − yᵢ ηᵢ] + λ/2 Σⱼ βⱼ²        W = Σᵢ wᵢ
//
// with case weights wᵢ ≥ 0 and ridge penalty λ ≥ 0 per unit of weight, so that
// one λ means the same on any number of rows (scikit-learn's C is 1/(λW)). The
// intercept is not penalised. Newton's method (iteratively reweighted least
// squares) with a Cholesky factor of the Hessian; a step that raises F is halved
// at most 30 times. It stops when the largest absolute component of ∇F, which
// has no unit on the standardised scale, is at most Options.Tolerance. F is
// convex, and strictly so for λ > 0: there is one answer. A fit that stops
// elsewhere comes back with Status.Converged false and must not be published.
//
// Rows are read in blocks of 512 through [Design]; beyond the input there are a
// few numbers per row and none per row and column. The blocks belong to at most
// 64 chunks that depend on the number of rows alone, and the chunks' sums are
// added in order: the answer does not depend on the number of cores.
//
// λ is chosen by [CrossValidate] on held-out log loss with all rows of a person
// in the same fold.
//
// # Missing values
//
// A value that is not finite is an error that names row and column. What a
// missing value means is the caller's decision, and it is made visible by
// wrapping the design: [FitImputer] learns the mean of each column and which
// columns had gaps in training; [Imputer.Wrap] fills with that mean and appends
// one 0/1 indicator per such column, so that being unknown has a coefficient of
// its own.
//
// # Uncertainty
//
// The covariance is the sandwich
//
//	V = G/(G−1) · H⁻¹ (Σ_g u_g u_gᵀ) H⁻¹ / W²     u_g = Σ_{i∈g} wᵢ [(pᵢ − yᵢ) zᵢ + λβ]
//
// with H the Hessian of F (penalty included) and u_g summed over the rows of
// person g, since the landmarks of one person are not independent. It describes
// the spread of the penalised estimate around its own expectation; the
// shrinkage towards zero is not in it, so for large λ the intervals are too
// narrow for the unpenalised truth.
//
// # What the output means
//
// [Model.Contributions] splits the score of one row into terms βⱼ zⱼ, the
// log-odds relative to a row at the training mean. They add up exactly, in
// floating point, to [Model.LogOdds] with [Model.Baseline]. A contribution
// describes the estimate and is no cause.
//
// # Assumptions
//
// Log-odds are linear in each feature and additive over features: thresholds
// and interactions must be put into the design. Independence is between
// persons, not rows. With complete separation and λ = 0 there is no finite
// optimum; Status.MaxLogOdds shows it.
//
// # References
//
//   - McCullagh, P. and Nelder, J. A. (1989). Generalized Linear Models, 2nd ed.
//     Chapman and Hall. doi:10.1007/978-1-4899-3242-6
//   - le Cessie, S. and van Houwelingen, J. C. (1992). Ridge estimators in
//     logistic regression. Applied Statistics 41(1), 191-201. doi:10.2307/2347628
//   - Liang, K.-Y. and Zeger, S. L. (1986). Longitudinal data analysis using
//     generalized linear models. Biometrika 73(1), 13-22.
//     doi:10.1093/biomet/73.1.13
//   - Cox, D. R. (1958). Two further applications of a model for binary
//     regression. Biometrika 45(3/4), 562-565. doi:10.1093/biomet/45.3-4.562
//   - Hastie, T., Tibshirani, R. and Friedman, J. (2009). The Elements of
//     Statistical Learning, 2nd ed., section 7.10 (one-standard-error rule).
//     Springer. doi:10.1007/978-0-387-84858-7
package logistic
