using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Domain.Retraining;
using MlOps.Persistence.Ingestion;
using MlOps.Persistence.Repositories.Registry;
using MlOps.Persistence.Repositories.Retraining;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

/// <summary>A model with a champion in production and challengers that answered the same inputs.</summary>
public abstract class GateTest(TestDatabase database) : DatabaseTest(database)
{
    protected const string ModelName = "credit-risk";

    protected static readonly GateQuestion Question = new(ModelName, "2");

    private protected static readonly GateThresholds Usual =
        new() { MinLabeledSamples = 500, Guards = [new GateGuard(GateMetric.Brier, 0)] };

    private readonly FeatureSchema _schema =
        FeatureSchema.Define("inputs", 1, Sample.Noon, FeatureDefinition.Number("age"), FeatureDefinition.Category("country"));

    private readonly Model _model = Build.Model();

    /// <summary>Stores the versions, the policy and the answers, and promotes the champion a day before all predictions.</summary>
    private protected async Task<IReadOnlyList<ModelVersion>> StoreAsync(
        GateThresholds thresholds, IReadOnlyList<GateAnswer> answers, Guid? tenant = null)
    {
        await using var context = Database.CreateContext(tenant);
        ModelVersion[] versions = [.. Enumerable.Range(1, 3).Select(number => Build.ModelVersion(_model, $"{number}", at: Before(20)))];
        context.AddRange(_model, _schema, RetrainingPolicy.Define("default", thresholds, "ann", Before(20)));
        context.AddRange(versions);
        await context.SaveChangesAsync();
        await new ModelVersionRepository(context).PromoteAsync(ModelName, "1", new StageChange("ann", "the first", Before(15)));
        Prediction[] predictions = [.. answers.Select((answer, i) => Predict(answer, i, versions[0]))];
        await context.BulkInsertAsync(predictions);
        await context.BulkInsertAsync(answers.Zip(predictions)
            .Where(pair => pair.First.Challenger is not null)
            .Select(pair => Build.ShadowScore(pair.Second, versions[1], pair.First.Challenger!.Value)));
        return versions;
    }

    protected static DateTimeOffset Before(double days) => Sample.Noon.AddDays(-days);

    /// <summary>Answers of which those of the champion and of the challenger are wrong in some of 1000 cases.</summary>
    private protected static List<GateAnswer> Draw(double championErrors, double challengerErrors, int count = 1000)
    {
        var random = new Random(17);
        return
        [
            .. Enumerable.Range(0, count).Select(i =>
            {
                var label = random.Next(2);
                double Answer(double errors) => random.NextDouble() < errors ? 0.8 - (0.6 * label) : 0.2 + (0.6 * label);
                return new GateAnswer(label, Answer(championErrors), Answer(challengerErrors), i % 3 == 0 ? null : $"country {i % 5}");
            }),
        ];
    }

    protected Task<List<string>> InProductionAsync() =>
        Database.ColumnAsync("SELECT model_version FROM model_versions WHERE stage = 'Production'");

    private protected async Task<RetrainingDecision> RunAsync()
    {
        await using var context = Database.CreateContext();
        return await new GateRepository(context).RunAsync(Question, "ann", Sample.Noon);
    }

    private Prediction Predict(GateAnswer answer, int number, ModelVersion version)
    {
        var at = Before(7).AddMinutes(number);
        var prediction = Prediction.ForService("oracle", "answer", answer.Champion, at, new PredictionDetails
        {
            ModelVersion = version.Version,
            ModelVersionId = version.Id,
            Output = answer.Champion is null ? Json.Parse("{}") : null,
            Features = FeatureVector.Of(_schema, [number], [answer.Country]),
        });
        if (answer.Label is { } label)
            prediction.RecordLabel(label, at.AddDays(3));

        return prediction;
    }

    private protected sealed record GateAnswer(double? Label, double? Champion, double? Challenger, string? Country = null);
}
