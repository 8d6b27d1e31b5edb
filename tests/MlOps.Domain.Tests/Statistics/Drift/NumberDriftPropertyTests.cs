using FsCheck;
using FsCheck.Fluent;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics.Drift;

public class NumberDriftPropertyTests
{
    private static readonly string[] Distances =
        [.. NumberDrift.Methods.Where(method => method != DriftMethods.MeanDifference)];

    [Fact]
    public void The_test_of_kolmogorov_and_smirnov_is_that_of_a_search_at_each_value() => CheckDefined((reference, current) =>
        Measure(DriftMethods.KsExact, reference, current).Statistic!.Value is var found
        && Near(Naive.KolmogorovSmirnov(reference, current), found)
        && found == Measure(DriftMethods.KsAsymp, reference, current).Statistic);

    [Fact]
    public void The_exact_p_value_is_the_share_of_all_paths_that_are_as_far() =>
        Check(DriftSamples.SmallNumberPairs, (reference, current) =>
        {
            var measured = Measure(DriftMethods.KsExact, reference, current);
            return Near(
                Naive.ExactPValue(reference.Length, current.Length, measured.Statistic!.Value), measured.PValue!.Value);
        });

    [Fact]
    public void The_area_between_the_distributions_is_the_mean_distance_of_equal_ranks() => CheckDefined((reference, current) =>
    {
        var distance = Naive.Wasserstein(reference, current);
        var mean = reference.Average();
        var deviation = Math.Sqrt(reference.Average(value => (value - mean) * (value - mean)));
        var range = reference.Concat(current).Max() - reference.Concat(current).Min();
        return Near(distance, Find(DriftMethods.Wasserstein))
            && Near(distance / Math.Max(0.001, deviation), Find(DriftMethods.WassersteinNormed))
            && Near(range == 0 ? 0 : distance / range, Find(DriftMethods.WassersteinScaled));

        double Find(string method) => Measure(method, reference, current).Statistic!.Value;
    });

    [Fact]
    public void Statistics_of_bins_are_those_of_their_definitions() => CheckDefined((reference, current) =>
    {
        var edges = NumberBins.Sturges(ToSample(reference), ToSample(current))!.Edges;
        var (r, c) = (Naive.Shares(reference, edges), Naive.Shares(current, edges));
        return Near(Naive.Psi(Naive.FillZeros(r), Naive.FillZeros(c)), Find(DriftMethods.PsiSturges))
            && Near(Naive.JensenShannon(r, c, Math.E), Find(DriftMethods.JsNat))
            && Near(Naive.JensenShannon(r, c, 2), Find(DriftMethods.JsBit))
            && Near(Naive.Hellinger(r, c), Find(DriftMethods.Hellinger));

        double Find(string method) => Measure(method, reference, current).Statistic!.Value;
    });

    [Fact]
    public void Statistics_of_bins_of_the_reference_are_those_of_their_definitions() => CheckDefined((reference, current) =>
    {
        var edges = NumberBins.Doane(ToSample(reference))!.Edges;
        double[] r = [.. Naive.Shares(reference, edges), 0];
        var inside = Naive.Shares(current, edges);
        double[] c = [.. inside, current.Count(value => value < edges[0] || value > edges[^1]) / (double)current.Length];
        return Near(Naive.JensenShannon(r, c, 2), Find(DriftMethods.JsDoaneBit))
            && Near(Naive.Hellinger(r, c), Find(DriftMethods.HellingerDoane));

        double Find(string method) => Measure(method, reference, current).Statistic!.Value;
    });

    [Fact]
    public void Psi_with_open_ends_is_that_of_its_definition() => CheckDefined((reference, current) =>
    {
        double[] fixedEdges = [-50, 0, 0, 0.5, 20];
        return Near(Compute(Naive.OuterEdges(NumberBins.FromEdges(fixedEdges))),
                NumberDrift.MeasurePsi(ToSample(reference), ToSample(current), fixedEdges).Statistic!.Value)
            && Near(Compute(Naive.OuterEdges(NumberBins.Deciles(ToSample(reference))!)),
                Measure(DriftMethods.PsiDeciles, reference, current).Statistic!.Value);

        double Compute(double[] edges) => Naive.Psi(Floor(Naive.Shares(reference, edges)), Floor(Naive.Shares(current, edges)));

        static double[] Floor(double[] shares) => Array.ConvertAll(shares, share => Math.Max(share, 0.0001));
    });

    [Fact]
    public void Values_that_are_not_finite_and_the_order_of_rows_change_nothing() =>
        Prop.ForAll(DriftSamples.NumberPairs, pair =>
        {
            var (reference, current) = (NumberSample.FromValues(pair.Reference), NumberSample.FromValues(pair.Current));
            var finite = ToSample(Naive.FiniteOf(pair.Reference.Reverse()));
            foreach (var method in NumberDrift.Methods)
            {
                var (all, some) = (NumberDrift.Measure(method, reference, current), NumberDrift.Measure(method, finite, current));
                Assert.Equal((some.Statistic, some.PValue), (all.Statistic, all.PValue));
                Assert.Equal((finite.Size, current.Size), (all.ReferenceSize, all.CurrentSize));
            }
        }).QuickCheckThrowOnFailure();

    [Fact]
    public void A_sample_is_at_no_distance_from_itself() => CheckDefined((reference, _) => Distances.All(method =>
        Measure(method, reference, reference) is { Statistic: 0, PValue: null or 1 }));

    [Fact]
    public void Distances_are_never_negative_and_undefined_for_an_empty_side_alone() =>
        Prop.ForAll(DriftSamples.NumberPairs, pair =>
        {
            var (reference, current) = (NumberSample.FromValues(pair.Reference), NumberSample.FromValues(pair.Current));
            return Distances.All(method =>
            {
                var measured = NumberDrift.Measure(method, reference, current);
                return reference.Size == 0 || current.Size == 0
                    ? measured is { Statistic: null, PValue: null, Counts: null }
                    : measured is { Statistic: >= 0, PValue: null or (>= 0 and <= 1) };
            });
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData(DriftMethods.PsiSturges)]
    [InlineData(DriftMethods.JsNat)]
    [InlineData(DriftMethods.Hellinger)]
    [InlineData(DriftMethods.KsExact)]
    [InlineData(DriftMethods.Wasserstein)]
    [InlineData(DriftMethods.WassersteinScaled)]
    public void A_distance_is_the_same_in_both_directions(string method) => CheckDefined((reference, current) =>
        Near(Measure(method, reference, current).Statistic!.Value, Measure(method, current, reference).Statistic!.Value));

    private static DriftMeasurement Measure(string method, double[] reference, double[] current) =>
        NumberDrift.Measure(method, ToSample(reference), ToSample(current));

    private static NumberSample ToSample(IEnumerable<double> values) =>
        NumberSample.FromValues(values.Select(value => (double?)value));

    // The roots of tiny rounding errors are not tiny.
    private static bool Near(double expected, double actual) => Math.Abs(expected - actual) <= 1e-7 + (1e-9 * Math.Abs(expected));

    private static void CheckDefined(Func<double[], double[], bool> holds) => Check(DriftSamples.NumberPairs, holds);

    private static void Check(Arbitrary<(double?[] Reference, double?[] Current)> pairs, Func<double[], double[], bool> holds) =>
        Prop.ForAll(pairs, pair =>
        {
            var (reference, current) = (Naive.FiniteOf(pair.Reference), Naive.FiniteOf(pair.Current));
            return reference.Length == 0 || current.Length == 0 || holds(reference, current);
        }).QuickCheckThrowOnFailure();
}
