using System.Reflection;
using System.Text.RegularExpressions;
using MlOps.Domain.Statistics.Drift;
using MlOps.Domain.Statistics.Samples;
using MlOps.Persistence.Tests.Docs;

namespace MlOps.Architecture.Tests;

/// <summary>docs/statistics.md defines each method of drift, and none that does not exist.</summary>
public partial class StatisticsPageTests
{
    [Fact]
    public void The_page_defines_each_method_once()
    {
        var formulas = Documents.Read("docs/statistics.md").Split("\n## In SQL\n")[0];
        var defined = DefinedMethods().Matches(formulas).SelectMany(row => Method().Matches(row.Value))
            .Select(found => found.Groups[1].Value).ToList();
        var methods = typeof(DriftMethods).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Select(field => (string)field.GetValue(null)!);

        Assert.Equal(methods.Order(StringComparer.Ordinal), defined.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_sample_of_the_page_runs()
    {
        double?[] lastMonth = [1, 2, 3, null], today = [3, 4, 5, double.NaN];

        // <sample>
        var reference = NumberSample.FromValues(lastMonth);
        var current = NumberSample.FromValues(today);
        var psi = NumberDrift.Measure(DriftMethods.PsiSturges, reference, current);
        // </sample>

        Assert.True(psi is { Statistic: > 0.1, ReferenceSize: 3, CurrentSize: 3 });
        Assert.Equal(
            Documents.Sample("../../MlOps.Architecture.Tests/StatisticsPageTests.cs", "sample"),
            Documents.CSharpOf("docs/statistics.md")[0]);
    }

    // The first column of the tables of methods: | `js_nat`, `js_bit` |
    [GeneratedRegex(@"^\| `[^|]*\|", RegexOptions.Multiline)]
    private static partial Regex DefinedMethods();

    [GeneratedRegex("`([a-z_]+)`")]
    private static partial Regex Method();
}
