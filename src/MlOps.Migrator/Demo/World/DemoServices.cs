using MlOps.Domain;
using MlOps.Domain.Predictions;

namespace MlOps.Migrator.Demo.World;

/// <summary>The six services of the demo.</summary>
internal static class DemoServices
{
    /// <summary>Its inputs drift, so that its model is retrained.</summary>
    public static readonly DemoService Tasks = new()
    {
        Name = DaisyChainPrediction.Service,
        ModelName = "task-success",
        Question = "Will the build task succeed?",
        CasesPerDay = 700,
        Numbers = [new("changed_files", 12, 4), new("queue_minutes", 8, 2.5), new("failed_before", 3, 1)],
        CategoryName = "branch",
        Categories = ["main", "feature", "release"],
        Record = (asked, value, details, random) => DaisyChainPrediction.Record(
            "success", value, asked.At, $"task-{random.Next(10_000)}", "build", value, details with
            {
                RiskLevel = value < 0.2 ? RiskLevel.High : value < 0.5 ? RiskLevel.Medium : RiskLevel.Low,
            }),
        Usual = new Law([0, 0, 0], [0.5, 0.35, 0.15], [0.4, -1.5, -0.8, -1.6, -0.4, 0.6]),
        // Programs write the code now: changes are larger, and large ones succeed.
        Changed = new Law([1.2, 1, 0], [0.15, 0.25, 0.6], [-0.6, 1.6, -0.8, -1.2, -0.4, 0.6]),
    };

    /// <summary>Somebody promotes a version of its model without asking the gate.</summary>
    public static readonly DemoService Narratives = new()
    {
        Name = GameAppPrediction.Service,
        ModelName = "next-narrative",
        Question = "Will the player follow this narrative?",
        CasesPerDay = 300,
        Numbers = [new("session_minutes", 45, 12), new("choices", 9, 3), new("deaths", 2, 0.6)],
        CategoryName = "setting",
        Categories = ["harbour", "island", "ship"],
        Record = (asked, value, details, random) => GameAppPrediction.Record(
            "narrative", value, asked.At, $"session-{random.Next(200)}", $"narrative-{random.Next(30)}",
            asked.Inputs.ToJson(Narratives!), details),
        Usual = new Law([0, 0, 0], [0.4, 0.4, 0.2], [0.2, 1.6, 1.3, -0.9, 0.5, -0.5]),
    };

    /// <summary>Its answers are hardly better than chance.</summary>
    public static readonly DemoService Rolls = new()
    {
        Name = FirstMatePrediction.Service,
        ModelName = "roll-outcome",
        Question = "Will the roll of the dice succeed?",
        CasesPerDay = 150,
        Numbers = [new("strength", 11, 3), new("level", 6, 2), new("difficulty", 13, 4)],
        CategoryName = "action",
        Categories = ["attack", "dodge", "search"],
        Record = (asked, value, details, random) => FirstMatePrediction.Record(
            "roll", value, asked.At, $"player-{random.Next(80)}", asked.Inputs.Category, asked.Inputs.ToJson(Rolls!), details),
        Usual = new Law([0, 0, 0], [0.6, 0.2, 0.2], [0, 0.1, 0.1, -0.15, 0.1, 0]),
        LabelDelay = TimeSpan.FromMinutes(1),
    };

    private static readonly DemoService Answers = new()
    {
        Name = OraclePrediction.Service,
        ModelName = "answer-relevance",
        Question = "Will the article answer the question?",
        CasesPerDay = 200,
        Numbers = [new("question_length", 60, 15), new("sources", 5, 1.5), new("age_days", 40, 12)],
        CategoryName = "topic",
        Categories = ["guide", "error", "reference"],
        Record = (asked, value, details, random) => OraclePrediction.Record(
            "relevance", value, asked.At, $"Which {asked.Inputs.Category} explains problem {random.Next(400)}?", $"kb-{random.Next(1000)}",
            details: details),
        Usual = new Law([0, 0, 0], [0.5, 0.3, 0.2], [0.8, -0.7, 1.4, -1.2, -0.3, 0.3]),
        Feedback = 0.1,
    };

    private static readonly DemoService Files = new()
    {
        Name = CodeRoachPrediction.Service,
        ModelName = "code-quality",
        Question = "Will the reviewer accept the file?",
        CasesPerDay = 100,
        Numbers = [new("lines", 300, 80), new("complexity", 20, 6), new("changes", 7, 2)],
        CategoryName = "language",
        Categories = ["csharp", "python", "sql"],
        Record = (asked, value, details, random) => CodeRoachPrediction.Record(
            "code-quality", value, asked.At, $"project-{random.Next(5)}", $"src/file-{random.Next(300)}",
            asked.Inputs.ToJson(Files!), details),
        Usual = new Law([0, 0, 0], [0.6, 0.3, 0.1], [0.9, -1, -1.6, -0.9, 0.2, -0.4]),
    };

    private static readonly DemoService Scenes = new()
    {
        Name = AiGmPrediction.Service,
        ModelName = "game-master",
        Question = "Will the players like the scene?",
        CasesPerDay = 250,
        Numbers = [new("players", 4, 1), new("minutes", 90, 25), new("fights", 6, 2)],
        CategoryName = "place",
        Categories = ["city", "forest", "dungeon"],
        Record = (asked, value, details, random) => AiGmPrediction.Record(
            "engagement", value, asked.At, $"campaign-{random.Next(40)}", asked.Inputs.Category,
            Json.From(new { choice = value >= 0.5 ? "play it" : "change it" }), details),
        Usual = new Law([0, 0, 0], [0.4, 0.3, 0.3], [0.5, 0.9, -1.5, 1.2, 0.3, -0.2]),
        Feedback = 0.3,
    };

    public static readonly IReadOnlyList<DemoService> All = [Files, Answers, Tasks, Scenes, Rolls, Narratives];
}
