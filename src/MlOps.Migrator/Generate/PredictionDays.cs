using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>Predictions of all services with the truth, where it came to be known, and what users thought of them.</summary>
internal sealed class PredictionDays(GenerationPlan plan, Catalogue catalogue) : DailyData("Predictions", plan)
{
    private const int PerDay = 5_000;
    private const int Contexts = 100;
    private const double Labelled = 0.9;
    private const double Answered = 0.2;
    private const double MissingInput = 0.02;

    private static readonly string[] Regions = ["eu-west", "eu-north", "us-east", "ap-south"];
    private static readonly string[] Sizes = ["small", "medium", "large"];

    // Of 1 KB, as seed 1 has them. Each takes a while to check, and a hundred are as good as a thousand.
    private readonly Json[] _contexts = [.. Enumerable.Range(0, Contexts).Select(i => ContextOf(plan.RandomFor($"context {i}")))];

    private readonly int _all = SampleService.All.Sum(service => service.PredictionsPerDay);

    protected override IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random)
    {
        foreach (var at in DayCurve.Moments(day, Plan.CountPerDay(PerDay), random))
        {
            var prediction = random.AssignId(Predict(PickModel(random), at, random));
            var labelledAt = at.AddHours(1 + (23 * random.NextDouble()));
            if (random.Happens(Labelled) && labelledAt < Plan.End)
                prediction.RecordLabel(Math.Clamp(prediction.PredictedValue!.Value + (0.08 * random.NextNormal()), 0, 1), labelledAt);

            yield return prediction;
            var answeredAt = at.AddMinutes(5);
            if (random.Happens(Answered) && answeredAt < Plan.End)
                yield return random.AssignId(Feedback.Record(
                    prediction, new FeedbackContent { Rating = 1 + random.Next(5), UserId = $"user-{random.Next(500)}" }, answeredAt));
        }
    }

    private Prediction Predict(ServedModel model, DateTimeOffset at, SeededRandom random)
    {
        var context = random.Pick(_contexts);
        var version = model.ServingAt(at);
        var value = Math.Clamp(0.55 + (0.15 * random.NextNormal()), 0, 1);
        return model.Service.Make(random, value, at, new PredictionDetails
        {
            Confidence = 0.6 + (0.4 * random.NextDouble()),
            Context = context,
            Features = MakeInputs(random),
            RequestId = $"request-{at.ToUnixTimeMilliseconds()}",
            ModelVersion = version.Version,
            ModelVersionId = version.Id,
            TargetEntityType = "resource",
            TargetEntityId = $"resource/vm-{random.Next(500)}",
            RiskLevel = value < 0.2 ? RiskLevel.High : value < 0.4 ? RiskLevel.Medium : RiskLevel.Low,
            InferenceTimeMs = 5 * Math.Exp(0.5 * random.NextNormal()),
        });
    }

    // One value in fifty is missing, as it is where a source of features fails.
    private FeatureVector MakeInputs(SeededRandom random)
    {
        var numbers = new double?[catalogue.Inputs.NumberCount];
        for (var i = 0; i < numbers.Length; i++)
            numbers[i] = random.Happens(MissingInput) ? null : Math.Exp(0.1 * (i + 1) * random.NextNormal());

        var size = random.Happens(MissingInput) ? null : random.Pick(Sizes);
        return FeatureVector.Of(catalogue.Inputs, numbers, [random.Pick(Regions), size]);
    }

    private static Json ContextOf(SeededRandom random) => Json.Parse($"{{{string.Join(", ", Enumerable.Range(0, 40).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"\"feature_{i}\": {100 * random.NextDouble():0.000000}")))}}}");

    // As often as the service answers in a day.
    private ServedModel PickModel(SeededRandom random)
    {
        var rest = random.Next(_all);
        return catalogue.Models.First(model => (rest -= model.Service.PredictionsPerDay) < 0);
    }
}
