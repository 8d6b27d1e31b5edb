using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Statistics.Drift;

/// <summary>Compares two samples of numbers.</summary>
public static class NumberDrift
{
    private const double PsiFloor = 0.0001;

    private static readonly double Bit = Math.Log(2);

    private static readonly SortedDictionary<string, Func<NumberSample, NumberSample, DriftMeasurement>> Known =
        new(StringComparer.Ordinal)
        {
            [DriftMethods.PsiSturges] = CompareSturges(DriftMethods.PsiSturges, (r, c) => ComputeFilled(r, c, Divergence.ComputePsi)),
            [DriftMethods.PsiDeciles] = (reference, current) =>
                MeasurePsi(DriftMethods.PsiDeciles, reference, current, NumberBins.Deciles(reference)),
            [DriftMethods.KlSturges] = CompareSturges(
                DriftMethods.KlSturges, (r, c) => ComputeFilled(r, c, Divergence.ComputeKullbackLeibler)),
            [DriftMethods.JsNat] = CompareSturges(DriftMethods.JsNat, (r, c) => Divergence.ComputeJensenShannon(r, c, 1)),
            [DriftMethods.JsBit] = CompareSturges(DriftMethods.JsBit, (r, c) => Divergence.ComputeJensenShannon(r, c, Bit)),
            [DriftMethods.Hellinger] = CompareSturges(DriftMethods.Hellinger, Divergence.ComputeHellinger),
            [DriftMethods.JsDoaneBit] = CompareDoane(DriftMethods.JsDoaneBit, (r, c) => Divergence.ComputeJensenShannon(r, c, Bit)),
            [DriftMethods.HellingerDoane] = CompareDoane(DriftMethods.HellingerDoane, Divergence.ComputeHellinger),
            [DriftMethods.KsExact] = KolmogorovSmirnov.MeasureExactly,
            [DriftMethods.KsAsymp] = KolmogorovSmirnov.MeasureAsymptotically,
            [DriftMethods.Wasserstein] = CompareValues(DriftMethods.Wasserstein, WassersteinDistance.Compute),
            [DriftMethods.WassersteinNormed] = CompareValues(DriftMethods.WassersteinNormed, WassersteinDistance.ComputeNormed),
            [DriftMethods.WassersteinScaled] = CompareValues(DriftMethods.WassersteinScaled, WassersteinDistance.ComputeScaled),
            [DriftMethods.MeanDifference] = CompareMeans,
        };

    /// <summary>The methods that need nothing but two samples, in ordinal order.</summary>
    public static IReadOnlyCollection<string> Methods => Known.Keys;

    /// <summary>Compares the samples by one of <see cref="Methods"/>.</summary>
    public static DriftMeasurement Measure(string method, NumberSample reference, NumberSample current)
    {
        Guard.Given(reference, nameof(reference));
        Guard.Given(current, nameof(current));
        return Known.TryGetValue(Guard.Given(method, nameof(method)), out var compare)
            ? compare(reference, current)
            : throw new InvalidValueException(
                "Method", $"must be a method for numbers: {string.Join(", ", Methods)}; it was '{method}'");
    }

    /// <summary>Compares the samples by <see cref="DriftMethods.PsiEdges"/>.</summary>
    /// <param name="reference">The sample to compare with.</param>
    /// <param name="current">The sample that may have drifted.</param>
    /// <param name="edges">The inner edges, ascending: the outer bins are open.</param>
    public static DriftMeasurement MeasurePsi(NumberSample reference, NumberSample current, IReadOnlyList<double> edges) =>
        MeasureBetween(DriftMethods.PsiEdges, reference, current, edges);

    /// <summary>Compares the samples between given edges.</summary>
    /// <param name="method">A method that <see cref="DriftMethods.NeedsEdges"/>.</param>
    /// <param name="reference">The sample to compare with.</param>
    /// <param name="current">The sample that may have drifted.</param>
    /// <param name="edges">The inner edges, ascending: the outer bins are open.</param>
    public static DriftMeasurement MeasureBetween(
        string method, NumberSample reference, NumberSample current, IReadOnlyList<double> edges)
    {
        if (!DriftMethods.NeedsEdges(method))
            throw new InvalidValueException(
                "Method", $"must be a method between edges, such as {DriftMethods.PsiEdges}; it was '{method}'");

        return CountDrift.Measure(method, ComparedCounts.Count(
            NumberBins.FromEdges(edges), Guard.Given(reference, nameof(reference)), Guard.Given(current, nameof(current))));
    }

    private static DriftMeasurement MeasurePsi(string method, NumberSample reference, NumberSample current, NumberBins? bins) =>
        CompareBins(method, reference, current, bins, (r, c) =>
            Divergence.ComputePsi(Shares.RaiseTo(r, PsiFloor), Shares.RaiseTo(c, PsiFloor)));

    private static double ComputeFilled(double[] reference, double[] current, Func<double[], double[], double> compute) =>
        compute(Shares.FillZeros(reference), Shares.FillZeros(current));

    private static Func<NumberSample, NumberSample, DriftMeasurement> CompareSturges(
        string method, Func<double[], double[], double> compute) =>
        (reference, current) => CompareBins(method, reference, current, NumberBins.Sturges(reference, current), compute);

    private static Func<NumberSample, NumberSample, DriftMeasurement> CompareDoane(
        string method, Func<double[], double[], double> compute) =>
        (reference, current) => CompareBins(method, reference, current, NumberBins.Doane(reference), compute);

    private static Func<NumberSample, NumberSample, DriftMeasurement> CompareValues(
        string method, Func<NumberSample, NumberSample, double> compute) =>
        (reference, current) => DriftMeasurement.Create(
            method,
            reference.Size == 0 || current.Size == 0 ? double.NaN : compute(reference, current),
            reference.Size,
            current.Size);

    private static DriftMeasurement CompareBins(
        string method, NumberSample reference, NumberSample current, NumberBins? bins, Func<double[], double[], double> compute)
    {
        if (bins is null || reference.Size == 0 || current.Size == 0)
            return new(method, null, reference.Size, current.Size);

        var counts = ComparedCounts.Count(bins, reference, current);
        var statistic = compute(Shares.FromCounts(counts.Reference), Shares.FromCounts(counts.Current));
        return new(method, statistic, reference.Size, current.Size) { Counts = counts };
    }

    private static DriftMeasurement CompareMeans(NumberSample reference, NumberSample current)
    {
        if (reference.Moments is { Count: > 1 } left && current.Moments is { Count: > 1 } right
            && left.VarianceOfMean + right.VarianceOfMean > 0)
        {
            var test = DifferenceTest.Welch(left, right);
            return new(DriftMethods.MeanDifference, test.Statistic, reference.Size, current.Size) { PValue = test.PValue };
        }

        return new(DriftMethods.MeanDifference, null, reference.Size, current.Size);
    }
}
