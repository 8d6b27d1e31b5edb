using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Migrator.Sample;

/// <summary>A service of the demo: its model, how much it predicts in a day, and what its predictions hold.</summary>
internal sealed record SampleService(
    string Name, string ModelName, string ModelType, int PredictionsPerDay, SampleService.Predict Make)
{
    /// <summary>Makes a prediction of the given value.</summary>
    public delegate Prediction Predict(Random random, double value, DateTimeOffset at, PredictionDetails details);

    public static readonly IReadOnlyList<SampleService> All =
    [
        new(CodeRoachPrediction.Service, "code-quality", "regression", 500, (random, value, at, details) =>
            CodeRoachPrediction.Record("code-quality", value, at, $"project-{random.Next(5)}", $"src/file{random.Next(300)}.cs",
                Json.From(new { lines = random.Next(20, 900), complexity = random.Next(1, 60) }), details)),
        new(OraclePrediction.Service, "answer-relevance", "ranking", 1000, (random, value, at, details) =>
            OraclePrediction.Record("relevance", value, at, $"How do I solve problem {random.Next(400)}?", $"kb-{random.Next(1000)}",
                Json.From(new { best = value, second = value * random.NextDouble() }), details)),
        new(DaisyChainPrediction.Service, "task-success", "classification", 200, (random, value, at, details) =>
            DaisyChainPrediction.Record("success", value, at, $"task-{random.Next(10_000)}", "build", value, details)),
        new(AiGmPrediction.Service, "game-master", "classification", 2000, (random, value, at, details) =>
            AiGmPrediction.Record("engagement", value, at, $"campaign-{random.Next(40)}", $"scene {random.Next(12)}",
                Json.From(new { choice = value > 0.5 ? "escalate" : "rest" }), details)),
        new(FirstMatePrediction.Service, "roll-outcome", "regression", 500, (random, value, at, details) =>
            FirstMatePrediction.Record("roll", value, at, $"player-{random.Next(80)}", "attack",
                Json.From(new { strength = random.Next(3, 19) }), details)),
        new(GameAppPrediction.Service, "next-narrative", "classification", 1000, (random, value, at, details) =>
            GameAppPrediction.Record("narrative", value, at, $"session-{random.Next(200)}", $"narrative-{random.Next(30)}",
                Json.From(new { setting = "harbour", players = random.Next(1, 6) }), details)),
    ];
}
