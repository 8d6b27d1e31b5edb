using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Domain.Registry;
using MlOps.Persistence.Ingestion;
using MlOps.Testing;

namespace MlOps.Persistence.Tests.Repositories.Retraining;

/// <summary>Three versions of a model that have served, and of which some answered as shadows.</summary>
public abstract class ComparisonTest(TestDatabase database) : DatabaseTest(database)
{
    protected const string ModelName = "credit-risk";

    protected static readonly TimeWindow Window = new(Sample.Noon.AddDays(-7), Sample.Noon.AddDays(-1));

    private readonly FeatureSchema _schema = FeatureSchema.Define("inputs", 1, Sample.Noon, FeatureDefinition.Category("country"));

    /// <summary>Stores predictions one minute apart, with labels that come long after the window has ended.</summary>
    private protected async Task StoreAsync(IReadOnlyList<Served> served, Guid? tenant = null, string type = "classification")
    {
        await using var context = Database.CreateContext(tenant);
        var model = Model.Register(ModelName, type, "onnx", Sample.Noon.AddDays(-20));
        var versions = Enumerable.Range(1, 3).Select(number => Build.ModelVersion(model, $"{number}", at: Sample.Noon.AddDays(-20)))
            .ToDictionary(version => version.Version);
        context.AddRange(model, _schema);
        context.AddRange(versions.Values);
        await context.SaveChangesAsync();
        Prediction[] predictions = [.. served.Select((one, i) => Predict(one, Window.Start.AddMinutes(i), versions[one.Version]))];
        await context.BulkInsertAsync(predictions);
        await context.BulkInsertAsync(served.Zip(predictions).Where(pair => pair.First.Shadow is not null)
            .Select(pair => Build.ShadowScore(pair.Second, versions[pair.First.ShadowVersion!], pair.First.Shadow!.Value)));
    }

    /// <summary>Answers of which some of 100 are wrong, with a shadow that is wrong in some of 100.</summary>
    private protected static IEnumerable<Served> Draw(
        string version, int count, double errors, int seed, string? shadow = null, double shadowErrors = 0)
    {
        var random = new Random(seed);
        double Answer(double label, double wrong)
        {
            var answer = random.NextDouble() < wrong ? 1 - label : label;
            return Math.Round((answer + random.NextDouble()) / 2, 2);
        }

        string?[] countries = ["DE", "O'Brien \\ \"x\" 你好 😀", "", "others", null, "FR"];
        return Enumerable.Range(0, count).Select(_ =>
        {
            var (label, draw) = (random.Next(2), random.NextDouble());
            return new Served(
                version, label, Answer(label, errors), countries[(int)(draw * draw * countries.Length)], shadow,
                shadow is null ? null : Answer(label, shadowErrors));
        });
    }

    private Prediction Predict(Served one, DateTimeOffset at, ModelVersion version)
    {
        var prediction = Prediction.ForService("oracle", "answer", one.Answer, at, new PredictionDetails
        {
            ModelVersion = version.Version,
            ModelVersionId = version.Id,
            Output = one.Answer is null ? Json.Parse("{}") : null,
            Features = FeatureVector.Of(_schema, [], [one.Country]),
            Context = one.Country is null ? null : Json.From(new { place = one.Country }),
        });
        if (one.Label is { } label)
            prediction.RecordLabel(label, Sample.Noon.AddDays(30));

        return prediction;
    }

    private protected sealed record Served(
        string Version, double? Label, double? Answer, string? Country = null, string? ShadowVersion = null, double? Shadow = null);
}
