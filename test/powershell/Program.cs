// PowerShell 7 unchanged, including its console, from the packages that its team publishes.
return Microsoft.PowerShell.UnmanagedPSEntry.Start(args, args.Length);
