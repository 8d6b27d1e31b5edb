using System.Text.Json;
using MlOps.Domain.Statistics.Samples;

namespace MlOps.Domain.Tests.Statistics;

/// <summary>
/// Numbers of golden-stats.json. SciPy 1.10.1 and NumPy 1.24.2 computed them from samples with a closed form and from counts, with the
/// formulas of Evidently, NannyML, Deepchecks and GrowthBook.
/// </summary>
internal static class Golden
{
    private static readonly JsonElement Root = Read();

    public static double Number(params string[] path) => Find(path).GetDouble();

    public static IEnumerable<long> Counts(params string[] path) => Find(path).EnumerateArray().Select(count => count.GetInt64());

    public static NumberSample Reference(int size) =>
        NumberSample.FromValues(Enumerable.Range(0, size).Select(i => (double?)(37L * i % 101 / 10.0)));

    public static NumberSample Current(int size) =>
        NumberSample.FromValues(Enumerable.Range(0, size).Select(i => (double?)((((53L * i) + 17) % 113 / 10.0) + 0.5)));

    /// <summary>Categories a, b, c and so on.</summary>
    public static CategorySample Categories(params string[] path) => CategorySample.FromCounts(
        Counts(path).Select((count, at) => (Name: $"{(char)('a' + at)}", count)).ToDictionary(pair => pair.Name, pair => pair.count));

    private static JsonElement Find(string[] path) => path.Aggregate(Root, (element, name) => element.GetProperty(name));

    private static JsonElement Read()
    {
        using var file = typeof(Golden).Assembly.GetManifestResourceStream("golden-stats.json")!;
        return JsonDocument.Parse(file).RootElement.Clone();
    }
}
