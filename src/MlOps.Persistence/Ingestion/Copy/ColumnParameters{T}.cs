using Npgsql;
using NpgsqlTypes;

namespace MlOps.Persistence.Ingestion.Copy;

/// <inheritdoc/>
internal sealed class ColumnParameters<T>(Func<object, Guid, T> read, object type) : ColumnParameters
{
    private static readonly HashSet<Type> Plain =
    [
        typeof(string), typeof(byte[]), typeof(bool?), typeof(short?), typeof(int?), typeof(long?), typeof(float?), typeof(double?),
        typeof(decimal?), typeof(Guid?), typeof(DateTime?), typeof(DateTimeOffset?), typeof(DateOnly?), typeof(TimeOnly?),
        typeof(TimeSpan?),
    ];

    public override bool FitIntoArray => type is NpgsqlDbType && Plain.Contains(typeof(T));

    public override bool HaveAny(IReadOnlyList<object> entities, Guid tenantId) =>
        entities.Any(entity => read(entity, tenantId) is not null);

    public override NpgsqlParameter Create(object entity, Guid tenantId)
    {
        var value = read(entity, tenantId);
        NpgsqlParameter parameter = value is null
            ? new NpgsqlParameter { Value = DBNull.Value }
            : new NpgsqlParameter<T> { TypedValue = value };
        if (type is NpgsqlDbType known)
            parameter.NpgsqlDbType = known;
        else
            parameter.DataTypeName = (string)type;

        return parameter;
    }

    public override NpgsqlParameter CreateArray(IReadOnlyList<object> entities, Guid tenantId)
    {
        var values = new T[entities.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = read(entities[i], tenantId);

        return new NpgsqlParameter<T[]> { TypedValue = values, NpgsqlDbType = NpgsqlDbType.Array | (NpgsqlDbType)type };
    }
}
