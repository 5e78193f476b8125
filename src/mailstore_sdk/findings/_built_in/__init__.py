"""The rules that come with the SDK, in the order of the documentation."""

from __future__ import annotations

from mailstore_sdk.findings._built_in import archives, jobs, missing, profiles, server, settings, spe, stores, users
from mailstore_sdk.findings.rule import Rule

BUILT_IN: tuple[type[Rule], ...] = (
    profiles.ProfileSilent,
    profiles.ProfileOverdue,
    profiles.ProfileFailing,
    profiles.ProfileNotAutomatic,
    profiles.ProfileUnknown,
    profiles.NoMail,
    profiles.RunsUnreadable,
    settings.IgnoresCertificate,
    settings.DeletesWithErrors,
    settings.ExchangeWebServices,
    settings.OldLogin,
    settings.JournalDropsUnknown,
    stores.StoreError,
    stores.StoreNeedsUpgrade,
    stores.IndexNeedsRebuild,
    stores.NoCurrentStore,
    stores.StoreOverLimit,
    stores.RetentionSkipsStore,
    users.UserWithoutAddress,
    users.AdministratorWithoutMfa,
    users.ReadsOtherArchive,
    users.ReadsManyArchives,
    users.RightWithoutArchive,
    users.DefaultPassword,
    archives.ArchiveWithoutUser,
    archives.CatchAllGrows,
    jobs.JobNotRunning,
    jobs.NoVerifyJob,
    jobs.NoBackupJob,
    jobs.JobAndAutomatic,
    server.LicenceNearlyUsed,
    server.CertificateExpiring,
    server.CredentialExpiring,
    server.SmtpWithoutTls,
    spe.ServerDown,
    spe.ServiceMessage,
    spe.InstanceNotRunning,
    missing.SectionMissing,
    missing.SectionIncomplete,
)
