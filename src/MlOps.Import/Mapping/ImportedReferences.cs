using MlOps.Domain;

namespace MlOps.Import.Mapping;

/// <summary>The imported rows of a tenant to which later rows may refer.</summary>
internal sealed class ImportedReferences
{
    // Two threads use these, since a batch is mapped while another one is stored.
    private readonly Lock _using = new();
    private readonly Dictionary<(Type Type, Guid Id), Entity> _entities = [];

    public void Add(Entity entity)
    {
        lock (_using)
            _entities[(entity.GetType(), entity.Id)] = entity;
    }

    /// <summary>Forgets a row that the database refused.</summary>
    public void Remove(Entity entity)
    {
        lock (_using)
            _entities.Remove((entity.GetType(), entity.Id));
    }

    public TEntity? Find<TEntity>(Guid id)
        where TEntity : Entity
    {
        lock (_using)
            return (TEntity?)_entities.GetValueOrDefault((typeof(TEntity), id));
    }
}
