using MlOps.Domain;
using MlOps.Migrator.Sample;

namespace MlOps.Migrator.Generate;

/// <summary>One kind of data, generated day by day.</summary>
internal abstract class DailyData(string name, GenerationPlan plan)
{
    public string Name => name;

    protected GenerationPlan Plan => plan;

    /// <summary>
    /// Makes the entities of a day, in the order in which they can be stored. They are the same each time. An entity does not
    /// change any more once it is returned.
    /// </summary>
    public IEnumerable<Entity> MakeDay(int day)
    {
        // An iterator, so that a second reading starts with the same random numbers.
        foreach (var entity in MakeDay(plan.Start.AddDays(day), plan.RandomFor($"{name} {day}")))
            yield return entity;
    }

    protected abstract IEnumerable<Entity> MakeDay(DateTimeOffset day, SeededRandom random);
}
