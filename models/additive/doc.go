// Package additive answers: what is expected for a person with these values, and
// how much does each value contribute? The model is a table: one row per term and
// bin, whose contributions add up to the score, so that it can be read, checked
// and computed by a query.
//
// # Model
//
//	g(E[yᵢ]) = ηᵢ = oᵢ + α + Σⱼ fⱼ(b(xᵢⱼ)) + Σ_(j,k) f_jk(c(xᵢⱼ), c(xᵢₖ))
//
// where yᵢ is the outcome of row i (one person at one landmark), g the link of the
// [Family], ηᵢ the score (log-odds, log rate or the outcome's unit), oᵢ a known
// offset, xᵢⱼ the value of feature j in its own unit, b the bin it falls in, c a
// coarser group of bins, and f the contributions. A multinomial model has one
// score per class against the reference class, on the same bins.
//
// Bins: numbers fall in at most 32 intervals [from, to), 64 from 10,000 rows on,
// with equal shares of weight and range (half each), at least 20 persons in each;
// 'missing' is a bin of its own. Each level of a nominal feature is a bin; levels
// with fewer than 20 persons share the bin 'unknown' with levels never seen. A
// bin that nothing can be merged with and that has too few persons contributes 0,
// the average. Cuts lie half way between values; v ≥ from decides.
//
// Identification: each fⱼ has weighted mean 0 over the training rows; each f_jk
// has weighted mean 0 along both features (it is purified), so that all that one
// feature says alone is in its own term.
//
// # Estimator
//
// Two models on the same bins are blended, β₁ ≥ 0 and β₂ ≥ 0:
//
//	f = β₁ f_boosted + β₂ f_smooth
//
// Boosted: cyclic gradient boosting. In each round every feature in turn takes a
// step of LearningRate times Newton's towards two leaves (a cut of its intervals,
// or of its levels in the order of their own steps; the missing bin is a leaf of
// its own). The first 50 rounds cut at random, which makes shapes smooth. The
// number of rounds is that with the lowest loss on held-out persons.
//
// Smooth: penalised likelihood with fⱼ piecewise linear between at most 12 knots,
// and separate penalties on the curvature and the slope of each feature, a ridge
// on levels and on the missing bin. Each penalty is set by restricted maximum
// likelihood (updates of Fellner and Schall), so that what does not matter is
// flat and what is straight is straight: this is the logistic regression of the
// blend. A bag is one Newton step away, with its penalties updated without the
// fold, so that they do not tell of it; where that step changes a coefficient by more
// than 1, up to three more follow on the rows of the bag. φ is the mean squared
// Pearson residual, corrected for sparse outcomes (Fletcher 2012).
//
// Both read the rows only to expand the loss to second order in the bins,
//
//	L(f+d) ≈ L(f) + gᵀd + ½ dᵀHd        H_(b,c) = Σ rows in bins b and c of wᵢ L″(ηᵢ)
//
// about every 1/LearningRate rounds, later less often. All steps in between are exact on the
// expansion and cost time in the number of bins, not of rows: a boosting step
// adds two cumulated rows of H to g. About thirty readings make a fit.
//
// An expansion holds nearby. Where μ was expected and much more has come, Newton's
// step on a logarithmic or logistic score is 1/μ and the right one its logarithm. So
// no step is believed for its own sake: a leaf takes its share of at most 4 at a time;
// a step of the penalised regression counts when the penalised loss of the rows falls
// by at least a tenth of what the expansion foretells, and else, penalties and all, is
// taken back for one that is restrained by the gradient G,
//
//	d = −(H + Σ λS + diag |G|)⁻¹ G
//
// (Doikov 2023), after which each expansion updates the penalties once; the steps of
// the blend are halved until the loss does not rise.
//
// The weights β minimise the loss of persons by models that have not seen them,
// drawn slightly to one half each; together with an intercept they also calibrate.
//
// Pairs: what a smooth surface over two features, learned on the residuals of some
// persons, saves on others ranks all pairs; those found are fitted both ways on top
// of the main effects, and of the list as many of the first are kept as are needed
// to be within one standard error of the lowest loss on held-out persons. Search
// and fit alternate until no pair is found or MaxPairs is reached.
//
// Monotone terms are made so at the end by weighted isotonic regression over the
// intervals, without the missing bin, before the blend; their features have no
// pairs.
//
// # Bags, held-out persons and uncertainty
//
// Persons are divided into Bags folds by their number and the seed alone. Bag k is
// fitted without fold k, and all that is said above of held-out persons is fold k
// under bag k, for all k. The published contribution is the mean over bags. The
// published bags are stretched around it by (B−1)/√B, so that their standard
// deviation is the jackknife standard error
//
//	se(s) = √( (B−1)/B Σ_k (s_k − s̄)² )
//
// of any sum s of contributions: of a bar, of a score, of a difference. It has
// B−1 degrees of freedom: with 8 bags use ±2.36 for 95 %. What the penalties take
// away from the truth and the width of bins are not in it; in simulations such
// intervals covered 0.85 to 0.92 of true scores. A bag shares bins, the choice of
// pairs and (for pairs) penalties with the others; their uncertainty is not in it
// either.
//
// # What the output means
//
// A contribution describes the estimate and is no cause. Correlated features share
// an effect; look at the sum of kindred terms. Recalibration on a later slice of
// time multiplies all contributions by one slope ([Model.Recalibrated]).
//
// # Competing outcomes in time
//
// Within a horizon: a multinomial outcome 'what came first', death being an
// outcome, with [CensoringWeights] as case weights for those who left early. By
// period: [PersonPeriods] and [Model.Incidence], which also take late entry.
//
// # Assumptions
//
// Persons are independent; rows of a person need not be. Additivity but for the
// pairs. Censoring is independent of the outcome within the groups of
// [CensoringWeights], and given the features for [PersonPeriods].
//
// # Size
//
// A row takes one byte per feature and 24 more, or 32 with an offset, in [Memory]
// that the caller may map to a file; 16 more while persons are sorted, if they do
// not ascend within the source. Everything else is constant in the number of rows
// but a sample of 100,000 to 200,000 rows for the quantiles.
//
// # Determinism
//
// Same rows, options and seed give the same bits on any number of cores: sums run
// over folds in order. The order of persons and the unit of features matter only
// by rounding.
//
// # References
//
//   - Lou, Y., Caruana, R., Gehrke, J. and Hooker, G. (2013). Accurate intelligible
//     models with pairwise interactions. KDD '13, 623-631. doi:10.1145/2487575.2487579
//   - Nori, H., Jenkins, S., Koch, P. and Caruana, R. (2019). InterpretML: a unified
//     framework for machine learning interpretability. arXiv:1909.09223
//   - Lengerich, B. et al. (2020). Purifying interaction effects with the functional
//     ANOVA. AISTATS 2020, PMLR 108. arXiv:1911.04974
//   - Friedman, J. H. (2001). Greedy function approximation: a gradient boosting
//     machine. Annals of Statistics 29(5), 1189-1232. doi:10.1214/aos/1013203451
//   - Wood, S. N. and Fasiolo, M. (2017). A generalized Fellner-Schall method for
//     smoothing parameter optimization. Biometrics 73(4), 1071-1081.
//     doi:10.1111/biom.12666
//   - Marra, G. and Wood, S. N. (2011). Practical variable selection for generalized
//     additive models. Computational Statistics & Data Analysis 55(7), 2372-2387.
//     doi:10.1016/j.csda.2011.02.004
//   - Fisher, W. D. (1958). On grouping for maximum homogeneity. Journal of the
//     American Statistical Association 53, 789-798. doi:10.1080/01621459.1958.10501479
//   - Ayer, M. et al. (1955). An empirical distribution function for sampling with
//     incomplete information. Annals of Mathematical Statistics 26(4), 641-647.
//     doi:10.1214/aoms/1177728423
//   - Breiman, L. (1996). Stacked regressions. Machine Learning 24, 49-64.
//     doi:10.1007/BF00117832
//   - Wasserman, L., Ramdas, A. and Balakrishnan, S. (2020). Universal inference. PNAS
//     117(29), 16880-16890. doi:10.1073/pnas.1922664117
//   - Wang, R. and Ramdas, A. (2022). False discovery rate control with e-values.
//     Journal of the Royal Statistical Society B 84(3), 822-852.
//     doi:10.1111/rssb.12489
//   - Doikov, N. (2023). Minimizing quasi-self-concordant functions by gradient
//     regularization of Newton method. arXiv:2308.14742
//   - Fletcher, D. J. (2012). Estimating overdispersion when fitting a generalized
//     linear model to sparse data. Biometrika 99(1), 230-237.
//     doi:10.1093/biomet/asr083
//   - Efron, B. and Tibshirani, R. (1993). An Introduction to the Bootstrap, chapter
//     11 (jackknife). Chapman and Hall. doi:10.1007/978-1-4899-4541-9
package additive
