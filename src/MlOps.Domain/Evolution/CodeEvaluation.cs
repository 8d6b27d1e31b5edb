using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Evolution;

/// <summary>One trial of an individual's code. It never changes.</summary>
public sealed class CodeEvaluation : Entity
{
    public const int MaxEvaluatorLength = 255;
    public const int MaxErrorLength = 100_000;

    private CodeEvaluation()
    {
    }

    private CodeEvaluation(Guid individualId, string evaluator, DateTimeOffset at, CodeMeasurements measured)
        : base(at)
    {
        IndividualId = Guard.Identifier(individualId, nameof(IndividualId));
        Evaluator = Guard.Text(evaluator, nameof(Evaluator), MaxEvaluatorLength);
        QualityScore = Guard.Between(measured.QualityScore, 0, 1, nameof(QualityScore));
        ExecutionTime = Guard.NotNegative(measured.ExecutionTime, nameof(ExecutionTime));
        MemoryBytes = Guard.NotNegative(measured.MemoryBytes, nameof(MemoryBytes));
        Metrics = Guard.Given(measured.Metrics, nameof(Metrics));
    }

    public Guid IndividualId { get; private set; }

    /// <summary>The individual that was evaluated. Null if it was not loaded.</summary>
    [JsonIgnore]
    public EvolutionIndividual? Individual { get; private set; }

    /// <summary>The evaluator: a test suite, a benchmark, a reviewer.</summary>
    [MaxLength(MaxEvaluatorLength)]
    public string Evaluator { get; private set; } = null!;

    public bool Passed { get; private set; }

    public double? QualityScore { get; private set; }

    public TimeSpan? ExecutionTime { get; private set; }

    public long? MemoryBytes { get; private set; }

    public MetricSet Metrics { get; private set; } = MetricSet.Empty;

    /// <summary>What went wrong; null if it passed.</summary>
    public string? Error { get; private set; }

    public static CodeEvaluation Pass(
        Guid individualId, string evaluator, DateTimeOffset at, CodeMeasurements? measured = null) =>
        new(individualId, evaluator, at, measured ?? CodeMeasurements.None) { Passed = true };

    public static CodeEvaluation Fail(
        Guid individualId, string evaluator, string error, DateTimeOffset at, CodeMeasurements? measured = null) =>
        new(individualId, evaluator, at, measured ?? CodeMeasurements.None)
        {
            Error = Guard.Text(error, nameof(Error), MaxErrorLength),
        };
}
