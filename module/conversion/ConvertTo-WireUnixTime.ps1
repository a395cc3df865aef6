function ConvertTo-WireUnixTime {
    param([datetimeoffset]$Value)
    # ToUnixTimeMilliseconds is missing before .NET Framework 4.6.
    return [long](($Value.UtcTicks - 621355968000000000) / 10000)
}
