namespace MlOps.Postgres.Triggers;

/// <summary>The function behind every updated_at. Its name is known to existing scripts.</summary>
internal static class UpdatedAtFunction
{
    public const string Name = "update_updated_at_column";

    public const string Trigger = "set_updated_at";

    public const string Column = "updated_at";

    public const string Definition =
        """
        RETURNS trigger LANGUAGE plpgsql AS $function$
        BEGIN
            NEW.updated_at := clock_timestamp();
            RETURN NEW;
        END $function$
        """;
}
