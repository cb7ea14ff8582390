// Package evaluate answers: how good were the forecasts?
//
// # Probabilities of an event
//
// Row i has probability pᵢ, outcome yᵢ (0 or 1), weight wᵢ, W = Σ wᵢ and
// person gᵢ. Rows with equal pᵢ form a tie group and are never told apart.
//
//	AUC               P(p₁ > p₀) + ½ P(p₁ = p₀) for a random event and a random non-event
//	AUPRC             Σ_t (R_t − R_{t−1}) · P_t over tie groups from the top (average precision),
//	                  R recall and P precision among all rows down to group t
//	Brier             1/W Σ wᵢ (pᵢ − yᵢ)²
//	log loss          −1/W Σ wᵢ [yᵢ log pᵢ + (1 − yᵢ) log(1 − pᵢ)]     (nats), pᵢ kept 1e-15 from 0 and 1
//	ECE               Σ_b W_b/W · |mean p − mean y in bin b|
//	calibration line  logit P(y = 1) = a + b·logit p by logistic refit: b is the slope;
//	                  the intercept is a with b fixed at 1 (calibration in the large)
//	O/E               Σ wᵢ yᵢ / Σ wᵢ pᵢ
//	capture at top k  events among the k rows of highest p, as a share of all events (captured)
//	                  and of the k rows (precision); lift = precision / prevalence
//
// ECE and the calibration curve use B bins of equal weight (default 20): a tie
// group lies whole in bin ⌊B·(W_below + ½W_tie)/W⌋, so that the order of rows
// does not matter. ECE is biased upwards by sampling noise, by about
// √(2B·p(1−p)/(πW)) for a perfect forecast. If k cuts a tie group, the share of
// the group that fits is counted, which is the expectation over random order;
// with weights k is a sum of weights.
//
// # Intervals
//
// [Intervals] resamples persons with replacement (the rows of a person stay
// together) and takes percentiles. Rows are sorted by score once; a resample is
// a multiplicity per person that multiplies the weights, so each statistic is
// one pass over the sorted rows, without sorting or copying: 100,000 rows × 500
// resamples are 5·10⁷ row visits. The calibration line starts from the full
// sample's answer and takes Newton steps on one thousand groups of neighbouring
// scores. Resample r draws from its own stream (seed, r): the answer does not
// depend on the number of cores. Percentile intervals are a little short in
// small samples: with 250 persons of five rows, 95 % intervals covered 0.925 to
// 0.955 in simulations. ECE is biased in a resample as it is in a
// sample, so that its interval lies too high: read it against that of a rival,
// not against zero.
//
// # Point forecasts and distributions
//
// y is what came, ŷ the forecast, in the same unit; pairs whose y is NaN are
// left out.
//
//	MAE       mean |y − ŷ|
//	bias      mean (ŷ − y), positive = forecast too high
//	MASE      MAE / scale, scale = mean |y_t − y_{t−m}| of the training part (seasonal naive, m = 12)
//	CRPS      E|X − y| − ½ E|X − X′|, from draws by sorting, or ≈ 2/K Σ_k ρ_{τk}(y − q_k) from K
//	          quantiles at equally spaced levels τ_k = (k − ½)/K, where ρ_τ(u) = u(τ − 1{u<0}) (pinball loss)
//	coverage  share of y within [low, high]
//
// CRPS has the unit of y and equals MAE for a forecast without spread. From m
// draws it is the score of the empirical distribution, too high by about
// E|X − X′|/(2m) as an estimate for the distribution drawn from.
//
// # References
//
//   - Davis, J. and Goadrich, M. (2006). The relationship between
//     Precision-Recall and ROC curves. ICML '06, 233-240.
//     doi:10.1145/1143844.1143874
//   - Cox, D. R. (1958). Two further applications of a model for binary
//     regression. Biometrika 45(3/4), 562-565. doi:10.1093/biomet/45.3-4.562
//   - Van Calster, B. et al. (2019). Calibration: the Achilles heel of
//     predictive analytics. BMC Medicine 17, 230. doi:10.1186/s12916-019-1466-7
//   - Field, C. A. and Welsh, A. H. (2007). Bootstrapping clustered data. Journal
//     of the Royal Statistical Society B 69(3), 369-390.
//     doi:10.1111/j.1467-9868.2007.00593.x
//   - Hyndman, R. J. and Koehler, A. B. (2006). Another look at measures of
//     forecast accuracy. International Journal of Forecasting 22(4), 679-688.
//     doi:10.1016/j.ijforecast.2006.03.001
//   - Gneiting, T. and Raftery, A. E. (2007). Strictly proper scoring rules,
//     prediction, and estimation. Journal of the American Statistical
//     Association 102(477), 359-378. doi:10.1198/016214506000001437
package evaluate
