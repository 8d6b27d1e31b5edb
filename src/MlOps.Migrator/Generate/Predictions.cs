using System.Globalization;
using MlOps.Domain;
using MlOps.Domain.Predictions;
using MlOps.Migrator.Demo;

namespace MlOps.Migrator.Generate;

/// <summary>Predictions of all services with the truth, where it came to be known, and what users thought of them.</summary>
internal sealed class Predictions(GenerationPlan plan, Catalogue catalogue) : Kind("Predictions", plan)
{
    private const int ADay = 5_000;
    private const int Contexts = 100;
    private const double Labelled = 0.9;
    private const double Answered = 0.2;

    // Of 1 KB, as seed 1 has them. Each takes a while to check, and a hundred are as good as a thousand.
    private readonly Json[] _contexts = [.. Enumerable.Range(0, Contexts).Select(i => ContextOf(plan.ChanceOf($"context {i}")))];

    private readonly int _all = DemoService.All.Sum(service => service.PredictionsADay);

    protected override IEnumerable<Entity> OfDay(DateTimeOffset day, Chance chance)
    {
        foreach (var at in DayCurve.Moments(day, Plan.ADay(ADay), chance))
        {
            var prediction = chance.Identify(Predict(PickModel(chance), at, chance));
            var labelledAt = at.AddHours(1 + (23 * chance.NextDouble()));
            if (chance.Is(Labelled) && labelledAt < Plan.End)
                prediction.RecordLabel(Math.Clamp(prediction.PredictedValue!.Value + (0.08 * chance.NextNormal()), 0, 1), labelledAt);

            yield return prediction;
            if (chance.Is(Answered))
                yield return chance.Identify(Feedback.Record(
                    prediction, new FeedbackContent { Rating = 1 + chance.Next(5), UserId = $"user-{chance.Next(500)}" }, at.AddMinutes(5)));
        }
    }

    private static Prediction Predict(ServedModel model, DateTimeOffset at, Chance chance, Json context)
    {
        var version = model.ServingAt(at);
        var value = Math.Clamp(0.55 + (0.15 * chance.NextNormal()), 0, 1);
        return model.Service.Make(chance, value, at, new PredictionDetails
        {
            Confidence = 0.6 + (0.4 * chance.NextDouble()),
            Context = context,
            ModelVersion = version.Version,
            ModelVersionId = version.Id,
            TargetEntityType = "resource",
            TargetEntityId = $"resource/vm-{chance.Next(500)}",
            RiskLevel = value < 0.2 ? RiskLevel.High : value < 0.4 ? RiskLevel.Medium : RiskLevel.Low,
            InferenceTimeMs = 5 * Math.Exp(0.5 * chance.NextNormal()),
        });
    }

    private static Json ContextOf(Chance chance) => Json.Parse($"{{{string.Join(", ", Enumerable.Range(0, 40).Select(i =>
        string.Create(CultureInfo.InvariantCulture, $"\"feature_{i}\": {100 * chance.NextDouble():0.000000}")))}}}");

    private Prediction Predict(ServedModel model, DateTimeOffset at, Chance chance) => Predict(model, at, chance, chance.Of(_contexts));

    // As often as the service answers in a day.
    private ServedModel PickModel(Chance chance)
    {
        var rest = chance.Next(_all);
        return catalogue.Models.First(model => (rest -= model.Service.PredictionsADay) < 0);
    }
}
