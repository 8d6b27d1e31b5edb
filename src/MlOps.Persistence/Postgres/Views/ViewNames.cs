using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace MlOps.Persistence.Postgres.Views;

/// <summary>Gives a view's query the names of tables and columns, so that it follows when one of them is renamed.</summary>
public sealed class ViewNames
{
    private readonly IReadOnlyModel _model;
    private readonly SortedSet<string> _reads = new(StringComparer.Ordinal);

    internal ViewNames(IReadOnlyModel model) => _model = model;

    internal IEnumerable<string> Reads => _reads;

    /// <summary>The table of an entity, under an alias of your choice.</summary>
    public ViewTable<TEntity> Table<TEntity>(string alias)
        where TEntity : class
    {
        var entityType = _model.FindEntityType(typeof(TEntity))
            ?? throw new InvalidOperationException($"A view reads {typeof(TEntity).Name}, which the model does not have.");
        _reads.Add(entityType.GetSchemaQualifiedTableName()!);
        return new ViewTable<TEntity>(entityType, alias);
    }

    /// <summary>Another view, by its name.</summary>
    public string View(string name)
    {
        _reads.Add(name);
        return name;
    }
}
