// PowerShell 7 as it is, console and all, out of the packages that its team publishes.
return Microsoft.PowerShell.UnmanagedPSEntry.Start(args, args.Length);
