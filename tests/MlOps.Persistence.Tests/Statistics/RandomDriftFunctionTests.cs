using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>Both homes of the statistics give the same answers for the same random samples.</summary>
[OneVersionIsEnough]
public class RandomDriftFunctionTests(TestDatabase database) : DatabaseTest(database)
{
    // An odd number, since features are counted in pairs.
    private const int Features = 21;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory, MemberData(nameof(Seeds))]
    public async Task Random_numbers_have_the_same_statistics_as_in_the_domain(int seed)
    {
        var random = new Random(seed);
        int[] sizes = [random.Next(1, 4), random.Next(4, 40), random.Next(40, 300), random.Next(300, 700)];
        var (referenceSize, currentSize) = (sizes[random.Next(0, 4)], sizes[random.Next(0, 4)]);
        double?[][] Draw(int size) =>
            [.. Enumerable.Range(0, Features).Select(at => RandomSamples.Draw(random, at % RandomSamples.Count, size))];
        var (reference, current) = (Draw(referenceSize), Draw(currentSize));
        var schema = DriftScene.NumberSchema(Features);
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(
            context, schema, DriftScene.Rows(schema, reference), DriftScene.Rows(schema, current));

        foreach (var method in NumberDrift.Methods.Concat(CountDrift.Methods.Where(DriftMethods.NeedsEdges)))
        {
            double[] edges = [-1, 0.5, 0.5, 7.25, 1e9];
            var answers = await context.AskAsync(
                DriftAnswer.Read,
                $"SELECT * FROM mlops_drifts(service => '{DriftScene.Service}', {DriftScene.Windows}, method => @method, edges => @edges)",
                ("method", method), ("edges", DriftMethods.NeedsEdges(method) ? edges : null));

            Assert.Equal(Enumerable.Range(0, Features).Select(at => $"n{at}"), answers.Select(answer => answer.Feature));
            foreach (var (answer, at) in answers.Select((answer, at) => (answer, at)))
            {
                var (left, right) = (NumberSample.FromValues(reference[at]), NumberSample.FromValues(current[at]));
                var expected = DriftMethods.NeedsEdges(method)
                    ? NumberDrift.MeasureBetween(method, left, right, edges)
                    : NumberDrift.Measure(method, left, right);
                answer.AssertNear(expected, $"n{at} with seed {seed}");
            }
        }
    }

    [Fact]
    public async Task Many_bins_are_counted_for_each_feature_alone()
    {
        var random = new Random(5);
        double?[][] Draw() => [.. Enumerable.Range(0, 3).Select(_ => RandomSamples.Draw(random, 0, 300))];
        var (reference, current) = (Draw(), Draw());
        var schema = DriftScene.NumberSchema(3);
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(context, schema, DriftScene.Rows(schema, reference), DriftScene.Rows(schema, current));
        double[] edges = [.. Enumerable.Range(-100, 200).Select(at => at / 20.0)];

        var answers = await context.AskAsync(
            DriftAnswer.Read,
            $"SELECT * FROM mlops_drifts(service => '{DriftScene.Service}', {DriftScene.Windows}, method => 'psi_edges', edges => @edges)",
            ("edges", edges));

        Assert.Equal(3, answers.Count);
        foreach (var (at, answer) in answers.Index())
        {
            var (left, right) = (NumberSample.FromValues(reference[at]), NumberSample.FromValues(current[at]));
            answer.AssertNear(NumberDrift.MeasurePsi(left, right, edges), $"n{at}");
        }
    }

    // A statistic that exceeds a double is null. The others have few digits here, so that only the bins are the same in both homes.
    [Fact]
    public async Task Numbers_near_the_limits_of_a_double_fail_nothing()
    {
        double?[] limits =
            [double.MaxValue, double.MinValue, double.Epsilon, -double.Epsilon, 1e-300, 1e300, -1e300, 1e150, 1e-160, 0, 1, -7];
        double?[][] samples =
        [
            limits, [1, -7, 0, 1e-160], [double.MaxValue, double.MaxValue], [double.Epsilon, 0], [1e-320, 2e-320], [1e149, -1e149],
            [1e300, 1e300 + 1e290], [1e100, 1e100, 1e-300],
        ];
        var schema = DriftScene.NumberSchema(samples.Length * samples.Length);
        double?[] At(double?[] sample) => [.. Enumerable.Range(0, limits.Length).Select(at => at < sample.Length ? sample[at] : null)];
        double?[][] reference = [.. samples.SelectMany(sample => samples.Select(_ => At(sample)))];
        double?[][] current = [.. samples.SelectMany(_ => samples.Select(At))];
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(context, schema, DriftScene.Rows(schema, reference), DriftScene.Rows(schema, current));

        foreach (var method in NumberDrift.Methods)
        {
            var answers = await context.AskAsync(
                DriftAnswer.Read,
                $"SELECT * FROM mlops_drifts(service => '{DriftScene.Service}', {DriftScene.Windows}, method => '{method}')");

            foreach (var (answer, at) in answers.Select((answer, at) => (answer, at)))
            {
                var (left, right) = (NumberSample.FromValues(reference[at]), NumberSample.FromValues(current[at]));
                Assert.Equal((left.Size, right.Size), (answer.ReferenceSize, answer.CurrentSize));
                Assert.True(answer.Statistic is null || double.IsFinite(answer.Statistic.Value));
                Assert.True(answer.PValue is null or (>= 0 and <= 1));
                if (method.EndsWith("sturges", StringComparison.Ordinal) || method.StartsWith("ks", StringComparison.Ordinal))
                    answer.AssertNear(NumberDrift.Measure(method, left, right), $"pair {at}");
            }
        }
    }
}
