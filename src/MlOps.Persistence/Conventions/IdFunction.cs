namespace MlOps.Persistence.Conventions;

/// <summary>The function that makes an id from a time, for SQL of others.</summary>
internal static class IdFunction
{
    public const string Name = "mlops_uuid7";

    public const string Signature = $"{Name}(at timestamptz)";

    /// <summary>
    /// The milliseconds in the place of the first 48 bits of a random UUID, whose version 4 becomes 7. Not that of PostgreSQL 18, which
    /// takes the time of the clock and not that of the transaction, and which older servers do not have.
    /// </summary>
    public const string Definition =
        """
        RETURNS uuid LANGUAGE sql VOLATILE STRICT PARALLEL SAFE
        RETURN encode(set_bit(set_bit(overlay(
            uuid_send(gen_random_uuid()) PLACING substring(int8send(floor(extract(epoch FROM at) * 1000)::bigint) FROM 3) FROM 1 FOR 6),
            52, 1), 53, 1), 'hex')::uuid
        """;
}
