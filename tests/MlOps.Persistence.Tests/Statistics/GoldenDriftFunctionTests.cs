using MlOps.Domain.Statistics.Drift;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Statistics;

/// <summary>The numbers of golden-stats.json, which SciPy and NumPy computed, from stored predictions.</summary>
public class GoldenDriftFunctionTests(TestDatabase database) : DatabaseTest(database)
{
    [Fact]
    public async Task Drift_of_stored_predictions_is_the_golden_one()
    {
        await StoreAsync(500, 500);
        await using var context = Database.CreateReaderContext();
        (string Method, double Statistic, double? PValue)[] expected =
        [
            (DriftMethods.PsiSturges, 0.7542105849830387, null),
            (DriftMethods.PsiDeciles, 0.16845751622024568, null),
            (DriftMethods.KlSturges, 0.1379788049642543, null),
            (DriftMethods.JsNat, 0.20925052314099687, null),
            (DriftMethods.JsBit, 0.2513354923949389, null),
            (DriftMethods.JsDoaneBit, 0.2904836738704568, null),
            (DriftMethods.HellingerDoane, 0.28559700344027344, null),
            (DriftMethods.KsExact, 0.15, 2.521544567318862e-05),
            (DriftMethods.KsAsymp, 0.15, 2.2447668867543743e-05),
            (DriftMethods.Wasserstein, 1.0892, null),
            (DriftMethods.WassersteinNormed, 0.3732681430070106, null),
            (DriftMethods.WassersteinScaled, 0.0930940170940171, null),
            (DriftMethods.MeanDifference, 5.557803109275759, 3.515810005281235e-08),
        ];
        foreach (var (method, statistic, pValue) in expected)
        {
            var answer = await DriftScene.MeasureAsync(context, "n0", $"method => '{method}'");
            Near.Statistic(statistic, answer.Statistic, method);
            Near.Probability(pValue, answer.PValue, method);
        }
    }

    [Fact]
    public async Task The_default_method_is_psi_with_the_bins_of_sturges()
    {
        await StoreAsync(200, 150);
        await using var context = Database.CreateReaderContext();
        var answer = await DriftScene.MeasureAsync(context, "n0");

        Assert.Equal(DriftMethods.PsiSturges, answer.Method);
        Assert.Equal(11, answer.Edges!.Length);
        Near.Statistic(0.7416892807329325, answer.Statistic, answer.Method);
    }

    [Fact]
    public async Task A_large_sample_has_the_asymptotic_p_value_and_says_so()
    {
        await StoreAsync(12_000, 11_000);
        await using var context = Database.CreateReaderContext();
        var answer = await DriftScene.MeasureAsync(context, "n0", "method => 'ks_exact'");

        Assert.Equal(DriftMethods.KsAsymp, answer.Method);
        Near.Statistic(0.15036363636363637, answer.Statistic, answer.Method);
        Near.Probability(9.665754727838098e-114, answer.PValue, answer.Method);
    }

    private async Task StoreAsync(int reference, int current)
    {
        var schema = DriftScene.NumberSchema(1);
        await using var context = Database.CreateContext();
        await DriftScene.StoreAsync(
            context,
            schema,
            DriftScene.Rows(schema, [[.. Enumerable.Range(0, reference).Select(i => (double?)(37L * i % 101 / 10.0))]]),
            DriftScene.Rows(schema, [[.. Enumerable.Range(0, current).Select(i => (double?)((((53L * i) + 17) % 113 / 10.0) + 0.5))]]));
    }
}
