using MlOps.Domain.Features;
using MlOps.Domain.Statistics.Samples;
using MlOps.Testing;
using Npgsql;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>What a feature of a window holds.</summary>
public class ProfileFunctionTests(TestDatabase database) : DatabaseTest(database)
{
    private static readonly double[] Probabilities = [0, 0.01, 0.25, 0.5, 0.99, 1];

    private static readonly string Window =
        $"service => '{DriftScene.Service}', from_time => '{DriftScene.Current.Start:O}', to_time => '{DriftScene.Current.End:O}'";

    public static TheoryData<int> Sizes => [0, 1, 2, 3, 10, 500];

    [Theory, MemberData(nameof(Sizes))]
    public async Task Numbers_have_the_same_profile_as_in_the_domain(int size)
    {
        var random = new Random(size);
        var schema = DriftScene.NumberSchema(RandomSamples.Count);
        double?[][] columns = [.. Enumerable.Range(0, RandomSamples.Count).Select(kind => RandomSamples.Draw(random, kind, size))];
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(context, schema, [], DriftScene.Rows(schema, columns));

        foreach (var (column, at) in columns.Select((column, at) => (column, at)))
        {
            var sample = NumberSample.FromValues(column);
            AssertProfile(
                sample.Describe(Probabilities, NumberBins.Sturges(sample, NumberSample.FromValues([]))),
                await DescribeAsync(context, $"n{at}"),
                $"kind {at} of {size}");
            AssertProfile(
                sample.Describe(Probabilities, NumberBins.FromEdges([-1, 0.5, 2])),
                await DescribeAsync(context, $"n{at}", ", edges => '{-1,0.5,2}'"),
                $"kind {at} of {size} with edges");
        }
    }

    [Fact]
    public async Task Each_segment_has_a_profile()
    {
        var schema = FeatureSchema.Define("churn", 1, Sample.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("plan"));
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(
            context,
            schema,
            [],
            [
                FeatureVector.Of(schema, [1], ["a"]), FeatureVector.Of(schema, [3], ["a"]), FeatureVector.Of(schema, [null], ["b"]),
                FeatureVector.Of(schema, [double.NaN], [null]),
            ]);

        Assert.Equal(
            [
                "named a: 2 rows, 0 missing, 0 NaN, mean 2", "named b: 1 rows, 1 missing, 0 NaN, mean ",
                "missing : 1 rows, 0 missing, 1 NaN, mean ",
            ],
            await context.AskAsync(
                reader => reader.GetString(0),
                $"""
                SELECT format('%s %s: %s rows, %s missing, %s NaN, mean %s', segment_kind, segment_name, row_count, missing, not_a_number, mean)
                FROM mlops_profile({Window}, feature => 'age', segment => 'plan')
                """));
    }

    [Fact]
    public async Task Categories_have_the_same_profile_as_in_the_domain()
    {
        string?[] values = ["b", "a", "a", "C", "C", "", null, null, null];
        var schema = FeatureSchema.Define("churn", 1, Sample.Noon, FeatureDefinition.Category("plan"));
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(context, schema, [], [.. values.Select(value => FeatureVector.Of(schema, [], [value]))]);
        var expected = CategorySample.FromValues(values).Describe(3);

        var (rows, missing, distinct, top, counts) = Assert.Single(await context.AskAsync(
            reader => (reader.GetInt64(2), reader.GetInt64(3), reader.GetInt64(4), reader.Find<string[]>(5), reader.Find<long[]>(6)),
            $"SELECT * FROM mlops_categories({Window}, feature => 'plan', top => 3)"));

        Assert.Equal((expected.Rows, expected.Missing, expected.Distinct), (rows, missing, (int)distinct));
        Assert.Equal(expected.Top.Select(pair => pair.Key), top!);
        Assert.Equal(expected.Top.Select(pair => pair.Value), counts!);
    }

    [Fact]
    public async Task A_feature_that_no_row_has_is_refused()
    {
        await using var context = Database.CreateReaderContext();
        foreach (var name in (string[])["mlops_profile", "mlops_categories"])
        {
            var error = await Assert.ThrowsAsync<PostgresException>(
                () => context.AskAsync(_ => 0, $"SELECT * FROM {name}({Window}, feature => 'x')"));
            Assert.Contains("'x', which the feature of the profile names. Known are ", error.MessageText, StringComparison.Ordinal);
        }
    }

    private static Task<NumberProfile> DescribeAsync(MlOpsDbContext context, string feature, string more = "") => context.AskAsync(
        reader => new NumberProfile
        {
            Counts = new SampleCounts
            {
                Missing = reader.GetInt64(3),
                NotANumber = reader.GetInt64(4),
                Infinite = reader.GetInt64(5),
                Finite = reader.GetInt64(6),
            },
            Mean = reader.FindDouble("mean"),
            Deviation = reader.FindDouble("deviation"),
            Minimum = reader.FindDouble("minimum"),
            Maximum = reader.FindDouble("maximum"),
            Bins = reader.Find<double[]>("bin_edges") is { } edges ? NumberBins.FromEdges(edges) : null,
            Probabilities = Probabilities,
            Quantiles = reader.Find<double?[]>("quantiles")!,
            BinCounts = reader.Find<long[]>("bin_counts") ?? [],
        },
        $"SELECT * FROM mlops_profile({Window}, feature => @feature, probabilities => @probabilities{more})",
        ("feature", feature), ("probabilities", Probabilities)).ContinueWith(task => Assert.Single(task.Result), TaskScheduler.Default);

    private static void AssertProfile(NumberProfile expected, NumberProfile actual, string of)
    {
        Assert.Equal(expected.Counts, actual.Counts);
        Near.Statistic(expected.Mean, actual.Mean, $"The mean of {of}");
        Near.Statistic(expected.Deviation, actual.Deviation, $"The deviation of {of}");
        Assert.Equal((expected.Minimum, expected.Maximum), (actual.Minimum, actual.Maximum));
        Near.Statistics(expected.Quantiles, actual.Quantiles, $"A quantile of {of}");
        Assert.Equal(expected.BinCounts, actual.BinCounts);
        Assert.Equal(expected.Bins?.Edges, actual.Bins?.Edges);
    }
}
