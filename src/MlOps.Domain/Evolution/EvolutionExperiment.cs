using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;

namespace MlOps.Domain.Evolution;

/// <summary>A search by evolution: its problem, its objective and its status.</summary>
public sealed class EvolutionExperiment : ChangingEntity
{
    public const int MaxNameLength = 255;
    public const int MaxTextLength = 100_000;

    private readonly HashSet<EvolutionGeneration> _generations = [];

    private EvolutionExperiment()
    {
    }

    private EvolutionExperiment(string name, Json problemDefinition, Json objectiveFunction, DateTimeOffset at)
        : base(at)
    {
        Name = Guard.Text(name, nameof(Name), MaxNameLength);
        ProblemDefinition = Guard.Given(problemDefinition, nameof(ProblemDefinition));
        ObjectiveFunction = Guard.Given(objectiveFunction, nameof(ObjectiveFunction));
    }

    [MaxLength(MaxNameLength)]
    public string Name { get; private set; } = null!;

    public string? Description { get; private set; }

    /// <summary>The problem to solve.</summary>
    public Json ProblemDefinition { get; private set; } = null!;

    /// <summary>How the fitness is computed. Higher is always better.</summary>
    public Json ObjectiveFunction { get; private set; } = null!;

    /// <summary>The settings of the search: population size, operators, rates.</summary>
    public Json? Configuration { get; private set; }

    public ExperimentStatus Status { get; private set; }

    public DateTimeOffset? StartedAt { get; private set; }

    public DateTimeOffset? EndedAt { get; private set; }

    public string? FailureReason { get; private set; }

    /// <summary>The generations of the experiment, as far as they were loaded.</summary>
    [JsonIgnore]
    public IReadOnlyCollection<EvolutionGeneration> Generations => _generations;

    public bool HasEnded =>
        Status is ExperimentStatus.Completed or ExperimentStatus.Failed or ExperimentStatus.Cancelled;

    public static EvolutionExperiment Plan(
        string name,
        Json problemDefinition,
        Json objectiveFunction,
        DateTimeOffset at,
        string? description = null,
        Json? configuration = null) =>
        new(name, problemDefinition, objectiveFunction, at)
        {
            Description = Guard.OptionalText(description, nameof(Description), MaxTextLength),
            Configuration = configuration,
        };

    public void Start(DateTimeOffset at)
    {
        Require(Status == ExperimentStatus.Planned, "start");
        TouchInOrder(at);
        (Status, StartedAt) = (ExperimentStatus.Running, UpdatedAt);
    }

    public void Pause(DateTimeOffset at)
    {
        Require(Status == ExperimentStatus.Running, "pause");
        TouchInOrder(at);
        Status = ExperimentStatus.Paused;
    }

    public void Resume(DateTimeOffset at)
    {
        Require(Status == ExperimentStatus.Paused, "resume");
        TouchInOrder(at);
        Status = ExperimentStatus.Running;
    }

    public void Complete(DateTimeOffset at)
    {
        Require(Status is ExperimentStatus.Running or ExperimentStatus.Paused, "complete");
        End(ExperimentStatus.Completed, at);
    }

    public void Fail(string reason, DateTimeOffset at)
    {
        Require(Status is ExperimentStatus.Running or ExperimentStatus.Paused, "fail");
        var why = Guard.Text(reason, nameof(FailureReason), MaxTextLength);
        End(ExperimentStatus.Failed, at);
        FailureReason = why;
    }

    public void Cancel(DateTimeOffset at)
    {
        Require(!HasEnded, "be cancelled");
        End(ExperimentStatus.Cancelled, at);
    }

    public override string ToString() => $"Evolution experiment '{Name}'";

    private void End(ExperimentStatus status, DateTimeOffset at)
    {
        TouchInOrder(at);
        (Status, EndedAt) = (status, UpdatedAt);
    }

    private void Require(bool allowed, string what)
    {
        if (!allowed)
            throw new IllegalTransitionException($"{this} is {Status} and cannot {what}.");
    }
}
