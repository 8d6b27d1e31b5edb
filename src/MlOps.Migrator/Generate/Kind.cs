using MlOps.Domain;

namespace MlOps.Migrator.Generate;

/// <summary>One kind of data, generated day by day.</summary>
internal abstract class Kind(string name, GenerationPlan plan)
{
    public string Name => name;

    protected GenerationPlan Plan => plan;

    /// <summary>
    /// What a day brings, in the order in which it can be stored, and the same each time. An entity that is handed out does
    /// not change any more.
    /// </summary>
    public IEnumerable<Entity> OfDay(int day)
    {
        // An iterator, so that who reads it again begins with the same chance again.
        foreach (var entity in OfDay(plan.Start.AddDays(day), plan.ChanceOf($"{name} {day}")))
            yield return entity;
    }

    protected abstract IEnumerable<Entity> OfDay(DateTimeOffset day, Chance chance);
}
