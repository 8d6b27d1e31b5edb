using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Testing;
using KnownTenants = MlOps.Domain.Tenancy.Tenants;

namespace MlOps.Import.Tests;

public sealed class ShadowScoresImportTests(TestServer server, TestDatabase database) : ImportTest(server, database)
{
    [Fact]
    public async Task Shadow_scores_come_with_their_prediction_and_their_version()
    {
        const string Scores = "SELECT to_jsonb(s)::text FROM ml_shadow_scores AS s ORDER BY id";
        await CreateOwnSourceAsync();
        var model = Build.Model();
        var challenger = Build.ModelVersion(model, "2");
        var (first, second) = (Build.Prediction(), Build.OraclePrediction());
        var full = new ShadowAnswer
        {
            PredictedValue = double.Epsilon,
            Confidence = 0.1 + 0.2,
            Output = Json.Parse("""["Ü"]"""),
            InferenceTimeMs = 0.5,
        };
        await AddToSourceAsync(
            KnownTenants.Default, model, challenger, first, second, ShadowScore.Record(first, challenger, full, Build.Noon),
            Build.ShadowScore(second, challenger));

        var report = await ImportAsync();

        Assert.True(report.IsComplete, string.Join('\n', Refused));
        Assert.Equal(await Source.ColumnAsync(Scores), await Database.ColumnAsync(Scores));
        Assert.Equal((2, 0, 2, 0), Numbers(await ImportAsync(), "ml_shadow_scores"));
    }

    [Fact]
    public async Task A_shadow_score_of_an_unknown_prediction_or_version_is_refused()
    {
        await CreateSourceAsync(
            """
            CREATE TABLE ml_predictions (id bigint PRIMARY KEY, predicted_value int, created_at timestamptz);
            INSERT INTO ml_predictions VALUES (1, 1, '2026-01-02');
            CREATE TABLE ml_shadow_scores (id int PRIMARY KEY, prediction_id bigint, model_version_id text, value int, created_at timestamptz);
            INSERT INTO ml_shadow_scores VALUES (1, 7, 'a', 1, '2026-01-03'), (2, 1, 'a', 1, '2026-01-03');
            """);

        Assert.Equal((2, 0, 0, 2), Numbers(await ImportAsync(), "ml_shadow_scores"));
        Assert.Equal(
            ["must name a prediction of the source; it was '7'.", "must name a model that was imported; it was 'a'."],
            Refused.OrderBy(row => row.Id).Select(row => row.Reason.Split(' ', 2)[1]));
    }
}
