using Microsoft.EntityFrameworkCore;
using MlOps.Domain;
using MlOps.Migrator.Generate;
using MlOps.Persistence;
using Generated = MlOps.Migrator.Generate.Catalogue;

namespace MlOps.Benchmarks.Queries;

/// <summary>What there is to ask for in a generated database. The number of an execution picks.</summary>
internal sealed class QueryParameters
{
    private readonly GenerationPlan _plan;
    private readonly List<Guid> _experiments;
    private readonly List<Guid> _longExperiments;
    private readonly List<Guid> _descendants;
    private readonly List<Guid> _ancestors;

    private QueryParameters(
        GenerationPlan plan, List<Guid> experiments, List<Guid> longExperiments, List<Guid> descendants, List<Guid> ancestors)
    {
        _plan = plan;
        Catalogue = Generated.Of(plan);
        (_experiments, _longExperiments, _descendants, _ancestors) = (experiments, longExperiments, descendants, ancestors);
    }

    public Generated Catalogue { get; }

    public static async Task<QueryParameters> ReadAsync(MlOpsDbContext context, GenerationPlan plan, CancellationToken cancellationToken)
    {
        var generations = context.EvolutionGenerations.Where(generation => generation.Number == 99);
        return new QueryParameters(
            plan,
            await context.EvolutionExperiments.OrderBy(experiment => experiment.Id).Select(experiment => experiment.Id)
                .ToListAsync(cancellationToken),
            await generations.OrderBy(generation => generation.Id).Select(generation => generation.ExperimentId)
                .ToListAsync(cancellationToken),
            await IndividualsAsync(99),
            await IndividualsAsync(0));

        Task<List<Guid>> IndividualsAsync(int number) => context.EvolutionIndividuals
            .Where(individual => individual.GenerationNumber == number
                && generations.Any(generation => generation.ExperimentId == individual.ExperimentId))
            .OrderBy(individual => individual.Id).Select(individual => individual.Id).ToListAsync(cancellationToken);
    }

    public DateOnly LastDay => _plan.Until;

    public Guid Experiment(int i) => Of(_experiments, i);

    /// <summary>An experiment of a hundred generations.</summary>
    public Guid LongExperiment(int i) => Of(_longExperiments, i);

    /// <summary>An individual of the last generation of a long experiment.</summary>
    public Guid Descendant(int i) => Of(_descendants, i);

    /// <summary>An individual of the first generation of a long experiment.</summary>
    public Guid Ancestor(int i) => Of(_ancestors, i);

    public Guid Pattern(int i) => Of(Catalogue.Patterns, i).Id;

    /// <summary>A day, and those before it.</summary>
    public DateTimeOffset Day(int i, int daysBefore) => _plan.Start.AddDays(daysBefore + (i * 7 % Math.Max(1, _plan.Days - daysBefore)));

    /// <summary>So many days of all.</summary>
    public TimeWindow Window(int i, int days)
    {
        var fitting = Math.Min(days, _plan.Days);
        var start = Day(i, 0) > _plan.End.AddDays(-fitting) ? _plan.End.AddDays(-fitting) : Day(i, 0);
        return new TimeWindow(start, start.AddDays(fitting));
    }

    // 7 and 31 are no factors of what there is, so that neighbours in time do not come one after the other.
    public static T Of<T>(IReadOnlyList<T> choices, int i) => choices[(int)((i * 31L) % choices.Count)];
}
