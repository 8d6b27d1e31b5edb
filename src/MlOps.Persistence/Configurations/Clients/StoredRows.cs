using MlOps.Domain;
using MlOps.Persistence.Conventions;
using MlOps.Postgres;
using MlOps.Postgres.Views;

namespace MlOps.Persistence.Configurations.Clients;

/// <summary>How a function for clients stores its row (NEW) in a table. All columns come from the model.</summary>
internal sealed class StoredRows
{
    private readonly ViewNames _names;
    private readonly Type _entity;
    private readonly Lazy<string> _view;

    public StoredRows(ViewNames names, ClientSchema schema, Type entity)
    {
        (_names, _entity) = (names, entity);
        _view = new(() => names.View(schema.StoredName(entity)));
        Columns = names.ListColumns(entity);
    }

    public IReadOnlyList<StoredColumn> Columns { get; }

    /// <summary>The view that functions write to.</summary>
    public string View => _view.Value;

    /// <summary>The SELECT of that view. PostgreSQL can insert into it.</summary>
    public string Select => $"SELECT {Join(Columns)} FROM {_names.TableOf(_entity)}";

    /// <summary>Gives the row what its client left out. The id is of the time of the row.</summary>
    public string Fill => string.Join(
        "\n    ",
        Columns.Where(column => column is { IsWritten: true, Default: not null })
            .OrderBy(column => column.Property == nameof(Entity.CreatedAt) ? 0 : 1)
            .Select(column => $"NEW.{column.Name} := COALESCE(NEW.{column.Name}, {DefaultOf(column)});"));

    /// <summary>Stores the row.</summary>
    public string Insert => InsertOf(Columns);

    /// <summary>A column by the name of its property.</summary>
    public string this[string property] => Columns.Single(column => column.Property == property).Name;

    public string InsertOf(IEnumerable<StoredColumn> columns)
    {
        var written = columns.Where(column => column.IsWritten).ToList();
        return $"INSERT INTO {View} ({Join(written)}) VALUES ({string.Join(", ", written.Select(column => $"NEW.{column.Name}"))})";
    }

    private static string Join(IEnumerable<StoredColumn> columns) => string.Join(", ", columns.Select(column => column.Name));

    private string DefaultOf(StoredColumn column) =>
        column.Property == nameof(Entity.Id) ? $"{IdFunction.Name}(NEW.{this[nameof(Entity.CreatedAt)]})" : column.Default!;
}
