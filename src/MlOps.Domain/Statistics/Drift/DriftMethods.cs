namespace MlOps.Domain.Statistics.Drift;

/// <summary>
/// The ids of the methods that compare a reference with current data. Tools use one name for different formulas, so an id means
/// one formula, bins included, and is stored with each result. docs/statistics.md has the formulas.
/// </summary>
public static class DriftMethods
{
    /// <summary>
    /// PSI of numbers in equal bins by Sturges's rule over both samples. A share of 0 becomes 0.0001, or a millionth of the smallest
    /// other share of its side if that is not above 0.0001 (Evidently).
    /// </summary>
    public const string PsiSturges = "psi_sturges";

    /// <summary>PSI of numbers between the deciles of the reference, with open ends. Each share is at least 0.0001.</summary>
    public const string PsiDeciles = "psi_deciles";

    /// <summary>PSI of numbers between given edges, with open ends. Each share is at least 0.0001.</summary>
    public const string PsiEdges = "psi_edges";

    /// <summary>Jensen and Shannon's distance in bits between given edges, with open ends.</summary>
    public const string JsEdgesBit = "js_edges_bit";

    /// <summary>Hellinger's distance between given edges, with open ends.</summary>
    public const string HellingerEdges = "hellinger_edges";

    /// <summary>PSI of categories. Shares of 0 are replaced as by <see cref="PsiSturges"/>.</summary>
    public const string PsiCategories = "psi_categories";

    /// <summary>PSI of categories. Each share is at least 0.01 (Deepchecks).</summary>
    public const string PsiCategoriesFloor = "psi_categories_floor";

    /// <summary>
    /// The Kullback-Leibler divergence of the reference from the current data, in nats, with the bins and shares of
    /// <see cref="PsiSturges"/>, scaled to a sum of 1 (Evidently).
    /// </summary>
    public const string KlSturges = "kl_sturges";

    /// <summary>
    /// Kolmogorov and Smirnov's test with the exact p-value for samples without ties. The work grows with the product of both sizes, so
    /// beyond a product of 250,000 the answer is that of <see cref="KsAsymp"/>, and says so.
    /// </summary>
    public const string KsExact = "ks_exact";

    /// <summary>
    /// Kolmogorov and Smirnov's test with the p-value of one sample of n1 n2 / (n1 + n2) numbers (rounded, 1 at least) against a known
    /// distribution.
    /// </summary>
    public const string KsAsymp = "ks_asymp";

    /// <summary>The area between both distribution functions: the mean distance by which numbers moved.</summary>
    public const string Wasserstein = "wasserstein";

    /// <summary>
    /// <see cref="Wasserstein"/> in deviations of the reference (with n), or in thousandths if the deviation is smaller (Evidently).
    /// </summary>
    public const string WassersteinNormed = "wasserstein_normed";

    /// <summary>
    /// <see cref="Wasserstein"/> as a share of the range of both samples together; 0 if all numbers are equal (Deepchecks).
    /// </summary>
    public const string WassersteinScaled = "wasserstein_scaled";

    /// <summary>Jensen and Shannon's distance (the root of the divergence) with the bins of <see cref="PsiSturges"/>, in nats.</summary>
    public const string JsNat = "js_nat";

    /// <summary>The same in bits: from 0 to 1.</summary>
    public const string JsBit = "js_bit";

    /// <summary>
    /// Jensen and Shannon's distance in bits, in equal bins by Doane's rule over the reference, with one more bin for the numbers outside
    /// (NannyML).
    /// </summary>
    public const string JsDoaneBit = "js_doane_bit";

    /// <summary>Jensen and Shannon's distance of categories in nats.</summary>
    public const string JsCategoriesNat = "js_categories_nat";

    /// <summary>Jensen and Shannon's distance of categories in bits.</summary>
    public const string JsCategoriesBit = "js_categories_bit";

    /// <summary>Hellinger's distance, from 0 to 1, with the bins of <see cref="PsiSturges"/>.</summary>
    public const string Hellinger = "hellinger";

    /// <summary>Hellinger's distance with the bins of <see cref="JsDoaneBit"/> (NannyML).</summary>
    public const string HellingerDoane = "hellinger_doane";

    /// <summary>Hellinger's distance of categories.</summary>
    public const string HellingerCategories = "hellinger_categories";

    /// <summary>
    /// PSI of named categories, and of all others as one. Shares of 0 are replaced as by <see cref="PsiSturges"/>. Only a monitor names
    /// categories.
    /// </summary>
    public const string PsiNamed = "psi_named";

    /// <summary>Jensen and Shannon's distance in bits of named categories, and of all others as one.</summary>
    public const string JsNamedBit = "js_named_bit";

    /// <summary>Hellinger's distance of named categories, and of all others as one.</summary>
    public const string HellingerNamed = "hellinger_named";

    /// <summary>
    /// Pearson's test of the current counts against those that the reference leads to expect. Undefined if a category is absent from the
    /// reference: <see cref="ChiSquare"/> is defined then.
    /// </summary>
    public const string ChiSquareFit = "chi_square_fit";

    /// <summary>Pearson's test that both samples come from one distribution of categories, without Yates's correction.</summary>
    public const string ChiSquare = "chi_square";

    /// <summary>Cramér's V, from 0 to 1, with the p-value of <see cref="ChiSquare"/>.</summary>
    public const string CramersV = "cramers_v";

    /// <summary>The largest difference between the shares of a category.</summary>
    public const string LInfinity = "l_infinity";

    /// <summary>Half the sum of all differences between the shares of categories.</summary>
    public const string TotalVariation = "total_variation";

    /// <summary>
    /// The z test of two proportions with the pooled variance. Positive if the current share is higher. Undefined for fewer than two trials
    /// of a side, and if all trials had the same outcome.
    /// </summary>
    public const string TwoProportionZ = "two_proportion_z";

    /// <summary>
    /// Welch's t. Positive if the current mean is higher. Undefined for fewer than two numbers of a side, and if all numbers of each side
    /// are equal.
    /// </summary>
    public const string MeanDifference = "mean_difference";

    /// <summary>Limits of the D of <see cref="KsAsymp"/>, from counts.</summary>
    public const string KsBounds = "ks_bounds";

    /// <summary>Limits of <see cref="Wasserstein"/>, from counts.</summary>
    public const string WassersteinBounds = "wasserstein_bounds";

    /// <summary>Limits of <see cref="PsiSturges"/>, from counts.</summary>
    public const string PsiSturgesBounds = "psi_sturges_bounds";

    /// <summary>Whether a method compares numbers; false for one that compares categories.</summary>
    /// <exception cref="InvalidValueException">No comparison of two samples has this id.</exception>
    public static bool IsForNumbers(string method)
    {
        if (NeedsEdges(Guard.Given(method, nameof(method))) || NumberDrift.Methods.Contains(method))
            return true;

        if (NeedsNames(method) || CategoryDrift.Methods.Contains(method))
            return false;

        var all = NumberDrift.Methods.Concat(CategoryDrift.Methods).Concat(CountDrift.Methods).Order(StringComparer.Ordinal);
        throw new InvalidValueException("Method", $"must be one of {string.Join(", ", all)}; it was '{method}'");
    }

    /// <summary>Whether a method compares between edges that are given.</summary>
    public static bool NeedsEdges(string method) => method is PsiEdges or JsEdgesBit or HellingerEdges;

    /// <summary>Whether a method compares categories that are given.</summary>
    public static bool NeedsNames(string method) => method is PsiNamed or JsNamedBit or HellingerNamed;

    /// <summary>Whether a method is a test, which is judged by its p-value. All others are judged by their statistic.</summary>
    public static bool IsTest(string method) =>
        method is KsExact or KsAsymp or ChiSquareFit or ChiSquare or TwoProportionZ or MeanDifference;
}
