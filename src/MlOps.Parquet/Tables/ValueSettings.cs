namespace MlOps.Parquet.Tables;

/// <summary>With these each value has the same text in each session, and a policy that would hide rows is an error.</summary>
internal static class ValueSettings
{
    /// <summary>They hold until the end of the transaction.</summary>
    public const string Set =
        """
        SET LOCAL row_security = off;
        SET LOCAL datestyle = 'ISO';
        SET LOCAL intervalstyle = 'postgres';
        SET LOCAL timezone = 'UTC';
        SET LOCAL bytea_output = 'hex';
        SET LOCAL extra_float_digits = 1;
        SET LOCAL lc_monetary = 'C';
        SET LOCAL idle_in_transaction_session_timeout = 0;
        SET LOCAL statement_timeout = 0
        """;
}
