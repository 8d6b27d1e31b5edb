namespace MlOps.Domain.Statistics.Drift;

/// <summary>Compares counts in bins that do not depend on the samples. Counts of several hours can be added before.</summary>
public static class CountDrift
{
    private const double PsiFloor = 0.0001;

    private static readonly SortedDictionary<string, Func<double[], double[], double>> Known = new(StringComparer.Ordinal)
    {
        [DriftMethods.PsiEdges] = (r, c) => Divergence.ComputePsi(Shares.RaiseTo(r, PsiFloor), Shares.RaiseTo(c, PsiFloor)),
        [DriftMethods.JsEdgesBit] = ComputeJensenShannon,
        [DriftMethods.HellingerEdges] = Divergence.ComputeHellinger,
        [DriftMethods.PsiNamed] = (r, c) => Divergence.ComputePsi(Shares.FillZeros(r), Shares.FillZeros(c)),
        [DriftMethods.JsNamedBit] = ComputeJensenShannon,
        [DriftMethods.HellingerNamed] = Divergence.ComputeHellinger,
    };

    /// <summary>The methods with given bins, in ordinal order.</summary>
    public static IReadOnlyCollection<string> Methods => Known.Keys;

    /// <summary>Compares the counts by one of <see cref="Methods"/>.</summary>
    public static DriftMeasurement Measure(string method, ComparedCounts counts)
    {
        if (!Known.TryGetValue(Guard.Given(method, nameof(method)), out var compute))
            throw new InvalidValueException(
                "Method", $"must be a method with given bins: {string.Join(", ", Methods)}; it was '{method}'");

        Guard.Given(counts, nameof(counts)).RequireConsistency();
        var (reference, current) = (counts.Reference.Sum(), counts.Current.Sum());
        return reference == 0 || current == 0
            ? new(method, null, reference, current)
            : new(method, compute(Shares.FromCounts(counts.Reference), Shares.FromCounts(counts.Current)), reference, current)
            {
                Counts = counts,
            };
    }

    private static double ComputeJensenShannon(double[] reference, double[] current) =>
        Divergence.ComputeJensenShannon(reference, current, Math.Log(2));
}
