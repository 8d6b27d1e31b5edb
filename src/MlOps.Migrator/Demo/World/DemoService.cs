using MlOps.Domain.Features;
using MlOps.Domain.Predictions;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Demo.World;

/// <summary>A service of the demo: what it is asked, how often, and how its world is.</summary>
internal sealed record DemoService
{
    /// <summary>Makes the prediction of a case.</summary>
    public delegate Prediction Recorder(Case asked, double value, PredictionDetails details, SeededRandom random);

    public required string Name { get; init; }

    public required string ModelName { get; init; }

    /// <summary>What the model answers.</summary>
    public required string Question { get; init; }

    public required int CasesPerDay { get; init; }

    public required IReadOnlyList<NumberInput> Numbers { get; init; }

    public required string CategoryName { get; init; }

    public required IReadOnlyList<string> Categories { get; init; }

    public required Recorder Record { get; init; }

    public required Law Usual { get; init; }

    /// <summary>How the world is from the day on that <see cref="Calendar"/> names. It stays as it was if it is null.</summary>
    public Law? Changed { get; init; }

    /// <summary>How long it takes until it is known what was true.</summary>
    public TimeSpan LabelDelay { get; init; } = TimeSpan.FromDays(3);

    /// <summary>How often it is never known what was true.</summary>
    public double Unlabelled { get; init; } = 0.1;

    /// <summary>How often a user says what an answer was worth.</summary>
    public double Feedback { get; init; }

    public FeatureSchema DefineSchema(DateTimeOffset at) => FeatureSchema.Define(
        $"{ModelName} inputs",
        1,
        at,
        [.. Numbers.Select(number => FeatureDefinition.Number(number.Name, expectedMin: 0)), FeatureDefinition.Category(CategoryName)]);
}
